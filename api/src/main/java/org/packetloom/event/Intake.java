// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.packetloom.Behaviour;
import org.packetloom.StreamConnector;

/**
 * Reads for one connection, and keeps what its handler leaves. Belongs to whoever calls the
 * handler: {@link #fill} or {@link #refill}, then {@link #lend}, then {@link #settle}.
 *
 * <p>Most reads go into a buffer of the pool, behind a copy of what was left, which is in an array
 * of about its own size meanwhile. So a connection that waits holds no more than what its peer has
 * sent. When much is left, the beginning of a long message, it is read behind that, and not copied
 * over and over.
 */
final class Intake {
  /** As much left as this is not copied into a buffer of the pool any more. */
  private static final int MUCH = ReadBuffers.SIZE / 2;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StreamConnector connector;
  private final ReadBuffers buffers;
  private final int mostBytes;
  private final boolean isOfRecords;

  /** Begins with what was left; an array of its own, or {@link #NOTHING}. */
  private ByteBuffer left = NOTHING;

  private int leftBytes;

  /** What is lent, null if nothing is. */
  private ReadBuffers.@Nullable Buffer lent;

  private boolean isPooled;
  private int lentBytes;

  Intake(StreamConnector connector, ReadBuffers buffers, int mostBytes) {
    this.connector = connector;
    this.buffers = buffers;
    this.mostBytes = mostBytes;
    this.isOfRecords = connector.uri().behaviour() == Behaviour.SEQPACKET;
  }

  /**
   * Reads once, behind what was left.
   *
   * @return the number of bytes; 0 for not now; −1 at the end. There is something to lend if it is
   *     positive
   */
  int fill() throws IOException {
    if (leftBytes == mostBytes) {
      throw new IOException(
          "receive " + connector + ": a message is longer than " + mostBytes + " bytes");
    }
    return isOfRecords && mostBytes > ReadBuffers.SIZE || leftBytes > MUCH
        ? fillOwn()
        : fillPooled();
  }

  private int fillPooled() throws IOException {
    ReadBuffers.Buffer buffer = buffers.take();
    int n = 0;
    try {
      ByteBuffer memory = buffer.memory();
      memory.put(0, left, 0, leftBytes);
      memory.limit(Math.min(mostBytes, ReadBuffers.SIZE)).position(leftBytes);
      n = connector.tryRead(memory);
    } finally {
      if (n <= 0) {
        buffers.give(buffer);
      }
    }
    if (n > 0) {
      lent = buffer;
      isPooled = true;
      lentBytes = leftBytes + n;
    }
    return n;
  }

  private int fillOwn() throws IOException {
    int wanted = isOfRecords ? mostBytes : Math.min(mostBytes, leftBytes + MUCH);
    if (left.capacity() < wanted) {
      int doubled = Math.min(mostBytes, 2 * Math.min(left.capacity(), mostBytes / 2 + 1));
      ByteBuffer larger = ByteBuffer.allocate(Math.max(wanted, doubled));
      left = larger.put(0, left, 0, leftBytes);
    }
    int most = isOfRecords ? mostBytes : Math.min(left.capacity(), leftBytes + ReadBuffers.SIZE);
    int n = connector.tryRead(left.clear().limit(most).position(leftBytes));
    if (n > 0) {
      lendOwn(leftBytes + n);
    }
    return n;
  }

  private void lendOwn(int bytes) {
    lent = ReadBuffers.Buffer.over(left);
    isPooled = false;
    lentBytes = bytes;
  }

  /** Has what was left lent again; whether there is something. */
  boolean refill() {
    if (leftBytes > 0) {
      lendOwn(leftBytes);
    }
    return leftBytes > 0;
  }

  /** What there is to lend; nothing at all if nothing was filled in. */
  ByteBuffer lend() {
    ReadBuffers.Buffer buffer = lent;
    return buffer == null
        ? NOTHING.asReadOnlyBuffer()
        : buffer.view().clear().limit(lentBytes).order(ByteOrder.BIG_ENDIAN);
  }

  /** Ends the loan, and keeps what is behind the position of {@link #lend}. */
  void settle() {
    ReadBuffers.Buffer buffer = lent;
    if (buffer == null) {
      return;
    }
    lent = null;
    int from = Math.min(buffer.view().position(), lentBytes);
    keep(buffer.memory().clear(), from, isOfRecords ? 0 : lentBytes - from);
    if (isPooled) {
      buffers.give(buffer);
    }
  }

  private void keep(ByteBuffer source, int from, int bytes) {
    leftBytes = bytes;
    if (bytes == 0) {
      left = NOTHING;
      return;
    }
    boolean fits = left.capacity() >= bytes && left.capacity() / 4 <= Math.max(bytes, 64);
    if (!fits) {
      left = ByteBuffer.allocate(bytes);
    }
    left.clear();
    if (source != left || from > 0) {
      left.put(0, source, from, bytes);
    }
  }

  /**
   * Reads once, and drops it.
   *
   * @return the number of bytes; 0 for not now; −1 at the end
   */
  int skip() throws IOException {
    drop();
    int n = fill();
    if (n > 0) {
      lend().position(lentBytes);
      settle();
    }
    return n;
  }

  /** Forgets what was left. */
  void drop() {
    left = NOTHING;
    leftBytes = 0;
  }
}
