// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.nio.ByteBuffer;
import org.packetloom.platform.Transfer;

/**
 * Reads into and writes from several buffers.
 *
 * <p>Small buffers travel together through scratch memory, large ones alone and uncopied. So the
 * many small parts that vectors are made for cost one call, as with readv(2) and writev(2), and no
 * address of a buffer is ever written down where nothing keeps the buffer's arena from being
 * closed.
 */
public final class Vectors {
  private Vectors() {}

  /** As {@link Transfer#tryRead(ByteBuffer[], int, int)}. */
  static int read(ReactorTransfer transfer, ByteBuffer[] destinations, int offset, int count) {
    if (transfer.hasKeptError()) {
      return transfer.takeKeptError();
    }
    int total = 0;
    int first = offset;
    int end = offset + count;
    while (first < end) {
      int last = endOfGroup(destinations, first, end);
      int wanted = remaining(destinations, first, last);
      if (wanted > Integer.MAX_VALUE - total) {
        return total; // more than an int can count
      }
      int n = wanted == 0 ? 0 : readGroup(transfer, destinations, first, last, wanted);
      if (n != wanted) {
        return transfer.joinReads(total, n);
      }
      total += n;
      first = last;
    }
    return total;
  }

  /** As {@link Transfer#tryWrite(ByteBuffer[], int, int)}. */
  static int write(ReactorTransfer transfer, ByteBuffer[] sources, int offset, int count) {
    int end = offset + count;
    int first = offset;
    while (first < end && !sources[first].hasRemaining()) {
      first++;
    }
    if (first == end) {
      return 0;
    }
    boolean isAlone = remaining(sources, first + 1, end) == 0;
    if (isAlone || sources[first].remaining() >= Scratch.SIZE) {
      return transfer.tryWrite(sources[first]);
    }
    Scratch scratch = transfer.memory().take();
    try {
      int length = 0;
      for (int i = first; i < end && length < Scratch.SIZE; i++) {
        length += copy(sources[i], scratch, length);
      }
      return transfer.writeScratch(scratch, length);
    } finally {
      transfer.memory().give(scratch);
    }
  }

  /** Writes a buffer whose memory cannot be had. */
  static int writeCopy(ReactorTransfer transfer, ByteBuffer source) {
    Scratch scratch = transfer.memory().take();
    try {
      return transfer.writeScratch(scratch, copy(source, scratch, 0));
    } finally {
      transfer.memory().give(scratch);
    }
  }

  /** Buffers that fit the scratch together, or else a single one. */
  private static int endOfGroup(ByteBuffer[] buffers, int first, int end) {
    int room = Scratch.SIZE - buffers[first].remaining();
    int last = first + 1;
    while (last < end && buffers[last].remaining() <= room) {
      room -= buffers[last].remaining();
      last++;
    }
    return last;
  }

  private static int readGroup(
      ReactorTransfer transfer, ByteBuffer[] destinations, int first, int last, int wanted) {
    if (last == first + 1) {
      return transfer.tryRead(destinations[first]);
    }
    Scratch scratch = transfer.memory().take();
    try {
      int n = transfer.readScratch(scratch, wanted);
      int copied = 0;
      for (int i = first; copied < n; i++) {
        int part = Math.min(destinations[i].remaining(), n - copied);
        destinations[i].put(destinations[i].position(), scratch.bytes(), copied, part);
        copied += part;
      }
      return n;
    } finally {
      transfer.memory().give(scratch);
    }
  }

  private static int copy(ByteBuffer source, Scratch scratch, int at) {
    int part = Math.min(source.remaining(), Scratch.SIZE - at);
    scratch.bytes().put(at, source, source.position(), part);
    return part;
  }

  /** Bytes in all, as many as an int can count. */
  private static int remaining(ByteBuffer[] buffers, int first, int end) {
    long sum = 0;
    for (int i = first; i < end; i++) {
      sum += buffers[i].remaining();
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }
}
