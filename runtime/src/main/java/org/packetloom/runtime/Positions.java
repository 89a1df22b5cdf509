// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;

/** Counts and moves the positions of several buffers at once. */
final class Positions {
  private Positions() {}

  /** Bytes that remain in all buffers of a range. */
  static long remaining(ByteBuffer[] buffers, int offset, int count) {
    long sum = 0;
    for (int i = offset; i < offset + count; i++) {
      sum += buffers[i].remaining();
    }
    return sum;
  }

  /** As {@link #remaining}, as many as an int can count. */
  static int most(ByteBuffer[] buffers, int offset, int count) {
    return (int) Math.min(remaining(buffers, offset, count), Integer.MAX_VALUE);
  }

  /** Moves the positions as if {@code bytes} had gone through the buffers in turn. */
  static void advance(ByteBuffer[] buffers, int offset, int count, int bytes) {
    int left = bytes;
    for (int i = offset; left > 0 && i < offset + count; i++) {
      int part = Math.min(left, buffers[i].remaining());
      buffers[i].position(buffers[i].position() + part);
      left -= part;
    }
  }
}
