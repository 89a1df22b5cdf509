// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a {@link WriteQueue} and nobody has begun to write. Guarded by the queue's lock.
 *
 * <p>Small copies share a block, the last one, as long as it is not taken: no offer is in two
 * blocks. A block that was written is kept for the next copies, so that a queue in steady use
 * allocates nothing; an idle one keeps a small one, or none.
 */
final class QueuedBlocks {
  /** The most that copies share. */
  static final int BLOCK_BYTES = 64 << 10;

  private static final int IDLE_BYTES = 1 << 10;

  private final ArrayDeque<QueuedBlock> blocks = new ArrayDeque<>(2);
  private final int blockBytes;

  /** The last of the blocks, if more can be put into it. */
  private @Nullable QueuedBlock open;

  /** Empty, for the next copies. */
  private @Nullable QueuedBlock spare;

  QueuedBlocks(long capacityBytes) {
    this.blockBytes = (int) Math.min(BLOCK_BYTES, capacityBytes);
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Adds a copy of an offer of at most {@link #BLOCK_BYTES} and at most the capacity. */
  void addCopy(ByteBuffer source) {
    QueuedBlock last = open;
    if (last != null && source.remaining() <= blockBytes - last.filled()) {
      last.put(source, blockBytes);
      return;
    }
    QueuedBlock next = fresh(source.remaining());
    next.put(source, blockBytes);
    add(next);
    open = next;
  }

  private QueuedBlock fresh(int bytes) {
    QueuedBlock kept = spare;
    spare = null;
    return kept == null ? QueuedBlock.ofRoom(bytes) : kept;
  }

  /** Adds a block that is sealed. */
  void add(QueuedBlock block) {
    sealOpen();
    blocks.addLast(block);
  }

  private void sealOpen() {
    QueuedBlock last = open;
    if (last != null) {
      last.seal();
      open = null;
    }
  }

  /** Takes blocks out as long as the batch has room; at least one, if there is one. */
  void moveTo(WriteBatch batch) {
    QueuedBlock first = blocks.peekFirst();
    while (first != null && batch.hasRoom(first == open ? first.filled() : first.size())) {
      if (first == open) {
        sealOpen();
      }
      batch.add(first);
      blocks.removeFirst();
      first = blocks.peekFirst();
    }
  }

  /** Takes all blocks out. */
  List<QueuedBlock> removeAll() {
    sealOpen();
    List<QueuedBlock> all = new ArrayList<>(blocks);
    blocks.clear();
    spare = null;
    return all;
  }

  /** Takes a block back that was written. */
  void recycle(QueuedBlock block) {
    QueuedBlock kept = spare;
    boolean isOfUse = !block.isLent() && block.room() <= blockBytes;
    if (isOfUse && (kept == null || kept.room() < block.room())) {
      block.clear();
      spare = block;
    }
  }

  /** Nothing is queued, and maybe will not be for long: keeps little. */
  void trim() {
    QueuedBlock kept = spare;
    if (kept != null && kept.room() > IDLE_BYTES) {
      spare = null;
    }
  }
}
