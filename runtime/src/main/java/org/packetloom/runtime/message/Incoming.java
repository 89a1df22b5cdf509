// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.message.ReceivedMessage;

/**
 * A message that arrives, or has: while fragments of it are missing the inbox has it, then the
 * application, at last the pool.
 */
final class Incoming implements ReceivedMessage {
  final byte[] bytes;
  final Optional<ReceivedMessage> asOptional = Optional.of(this);

  private final IncomingPool pool;
  private final ByteBuffer view;

  long id;
  int channel;
  int size;

  /** Number of its pieces. */
  int count;

  /** Bytes of each piece but the last. */
  int pieceSize;

  /** When a piece last came, and its neighbours, while the {@link ReassemblyBudget} has it. */
  long touched;

  Incoming older;
  Incoming newer;

  /** Who has it while pieces of it are missing, on channels that may lose some; else null. */
  LossyInbox inbox;

  private int left;

  /** A bit for each piece that is here; null if there was never more than one. */
  private long[] here;

  private boolean isOpen;

  Incoming(IncomingPool pool, int capacity) {
    this.pool = pool;
    this.bytes = new byte[capacity];
    this.view = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  void begin(long itsId, int itsChannel, int itsSize, int itsCount) {
    id = itsId;
    channel = itsChannel;
    size = itsSize;
    count = itsCount;
    pieceSize = pieceSize(itsSize, itsCount);
    left = itsCount;
    isOpen = true;
    if (itsCount > 1) {
      int words = (itsCount + 63) >>> 6;
      if (here == null || here.length < words) {
        here = new long[words];
      } else {
        java.util.Arrays.fill(here, 0);
      }
    }
  }

  static int pieceSize(int size, int count) {
    return count == 1 ? size : (int) (((long) size + count - 1) / count);
  }

  boolean has(int index) {
    return (here[index >>> 6] >>> index & 1) != 0;
  }

  /** Takes a piece that is not here; true if it was the last. */
  boolean add(int index, byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, index * pieceSize, length);
    if (count > 1) {
      here[index >>> 6] |= 1L << index;
    }
    return --left == 0;
  }

  boolean isWhole() {
    return left == 0;
  }

  void show() {
    view.limit(size).position(0);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int channel() {
    return channel;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ByteBuffer payload() {
    if (!isOpen) {
      throw new IllegalStateException("message " + id + " of channel " + channel + " is closed");
    }
    return view;
  }

  @Override
  public void close() {
    if (isOpen) {
      isOpen = false;
      pool.give(this);
    }
  }

  @Override
  public String toString() {
    return "message %d of channel %d, %d bytes".formatted(id, channel, size);
  }
}
