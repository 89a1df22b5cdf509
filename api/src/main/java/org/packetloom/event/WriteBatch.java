// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The blocks that are written together. Belongs to the thread that writes. */
final class WriteBatch {
  /** What Linux takes with one call (IOV_MAX). */
  private static final int MOST_BLOCKS = 1024;

  /** Enough to make system calls cheap; more would make others wait longer for their turn. */
  private static final int MOST_BYTES = 128 << 10;

  private final List<QueuedBlock> blocks = new ArrayList<>();
  private ByteBuffer[] buffers = new ByteBuffer[2];

  /** Bytes in all. */
  private long size;

  /** Whether there is room for a block of so many bytes; for any one if it is empty. */
  boolean hasRoom(int bytes) {
    return blocks.isEmpty() || (blocks.size() < MOST_BLOCKS && size + bytes <= MOST_BYTES);
  }

  void add(QueuedBlock block) {
    blocks.add(block);
    size += block.size();
  }

  List<QueuedBlock> blocks() {
    return blocks;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  void clear() {
    blocks.clear();
    size = 0;
  }

  /** Writes all of it as one block. */
  void write(QueuedWriting connector) throws IOException {
    int count = blocks.size();
    if (count == 1) {
      writeOne(connector, blocks.getFirst().bytes());
      return;
    }
    if (buffers.length < count) {
      buffers = new ByteBuffer[Math.min(MOST_BLOCKS, 2 * count)];
    }
    for (int i = 0; i < count; i++) {
      buffers[i] = blocks.get(i).bytes();
    }
    try {
      connector.write(buffers, 0, count);
      for (int i = 0; i < count; i++) {
        ensureWritten(connector, buffers[i]);
      }
    } finally {
      Arrays.fill(buffers, 0, count, null);
    }
  }

  /** Writes each block for itself, as a record. */
  void writeRecords(QueuedWriting connector) throws IOException {
    for (QueuedBlock block : blocks) {
      writeOne(connector, block.bytes());
    }
  }

  private static void writeOne(QueuedWriting connector, ByteBuffer bytes) throws IOException {
    connector.write(bytes);
    ensureWritten(connector, bytes);
  }

  private static void ensureWritten(QueuedWriting connector, ByteBuffer bytes) throws IOException {
    if (bytes.hasRemaining()) {
      throw new IOException("write " + connector + ": left " + bytes.remaining() + " bytes");
    }
  }

  /** How many bytes were written. */
  long written() {
    long sum = 0;
    for (QueuedBlock block : blocks) {
      sum += block.written();
    }
    return sum;
  }
}
