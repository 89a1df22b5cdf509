// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;

/**
 * Reads into and writes from several buffers. Those to write travel together through scratch
 * memory, but for large ones; those to read into are filled in turn.
 */
final class Vectors {
  private Vectors() {}

  /** As {@link org.packetloom.platform.Transfer#tryRead(ByteBuffer[], int, int)}. */
  static int read(SocketTransfer transfer, ByteBuffer[] destinations, int offset, int count) {
    int total = 0;
    for (int i = offset; i < offset + count; i++) {
      int wanted = destinations[i].remaining();
      if (wanted > Integer.MAX_VALUE - total) {
        return total; // more than an int can count
      }
      if (wanted > 0) {
        int n = transfer.tryRead(destinations[i]);
        if (n != wanted) {
          return transfer.joinReads(total, n);
        }
        total += n;
      }
    }
    return total;
  }

  /** As {@link org.packetloom.platform.Transfer#tryWrite(ByteBuffer[], int, int)}. */
  static int write(
      SocketTransfer transfer,
      Scratch.Pool scratches,
      ByteBuffer[] sources,
      int offset,
      int count) {
    int end = offset + count;
    int first = offset;
    while (first < end && !sources[first].hasRemaining()) {
      first++;
    }
    if (first == end) {
      return 0;
    }
    if (sources[first].remaining() >= Scratch.SIZE) {
      return transfer.tryWrite(sources[first]);
    }
    Scratch scratch = scratches.take();
    try {
      int length = 0;
      for (int i = first; i < end && length < Scratch.SIZE; i++) {
        ByteBuffer source = sources[i];
        int part = Math.min(source.remaining(), Scratch.SIZE - length);
        scratch.bytes().put(length, source, source.position(), part);
        length += part;
      }
      return transfer.send(scratch, scratch.segment(), length);
    } finally {
      scratches.give(scratch);
    }
  }
}
