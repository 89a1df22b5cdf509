// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.nio.ByteBuffer;

/**
 * Bytes that were taken from a stream, or put back, and that nobody has read; there is an array
 * only while there are some. Guarded by the turn to read, but for {@link #count}.
 */
final class Kept {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;

  /** Written under the turn, read by any thread. */
  private volatile int count;

  /** Whether a consumer left all of them, so that lending them again alone is of no use. */
  private boolean isLeft;

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether something is kept that no consumer has left for later. */
  boolean hasUnseen() {
    return !isEmpty() && !isLeft;
  }

  boolean isLeft() {
    return isLeft;
  }

  /** Moves bytes to a buffer, as many as fit. */
  int take(ByteBuffer destination) {
    int n = copyTo(destination);
    from += n;
    count -= n; // only the holder of the turn writes
    if (count == 0) {
      keep(NOTHING, 0);
    }
    return n;
  }

  /** Copies bytes to a buffer, as many as fit, and keeps them. */
  int copyTo(ByteBuffer destination) {
    int n = Math.min(count, destination.remaining());
    destination.put(bytes, from, n);
    return n;
  }

  /** Keeps bytes before the others. */
  void putBefore(ByteBuffer source) {
    int length = source.remaining();
    byte[] joined = new byte[length + count];
    source.get(joined, 0, length);
    System.arraycopy(bytes, from, joined, length, count);
    keep(joined, joined.length);
  }

  /** Keeps bytes behind the others; the array is given away. */
  void putBehind(byte[] source, int length) {
    if (count == 0) {
      keep(source, length);
      return;
    }
    byte[] joined = new byte[count + length];
    System.arraycopy(bytes, from, joined, 0, count);
    System.arraycopy(source, 0, joined, count, length);
    keep(joined, joined.length);
  }

  /** What is kept, for eyes only. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, from, count).slice().asReadOnlyBuffer();
  }

  /** Drops the first bytes; the rest is what a consumer left. */
  void leaveAfter(int taken) {
    int length = count - taken;
    byte[] rest = new byte[length];
    System.arraycopy(bytes, from + taken, rest, 0, length);
    keep(rest, length);
    isLeft = length > 0;
  }

  private void keep(byte[] all, int length) {
    bytes = length == 0 ? NOTHING : all;
    from = 0;
    count = length;
    isLeft = false;
  }

  /** Has them lent again, alone if need be. */
  void offerAgain() {
    isLeft = false;
  }
}
