// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The default methods of {@link StreamConnector}: made of plain reads and writes. */
final class PlainStream {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int END = -1;

  private PlainStream() {}

  static int readUntil(StreamConnector stream, byte delimiter, ByteBuffer destination)
      throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    int count = 0;
    while (destination.hasRemaining()) {
      int n = stream.read(one.clear());
      if (n <= 0) {
        return count == 0 ? n : count;
      }
      destination.put(one.get(0));
      count++;
      if (one.get(0) == delimiter) {
        break;
      }
    }
    return count;
  }

  static int read(StreamConnector stream, ByteBuffer destination, ReceiveFlag... flags)
      throws IOException {
    Set<ReceiveFlag> set = EnumSet.noneOf(ReceiveFlag.class);
    set.addAll(Arrays.asList(flags));
    if (set.contains(ReceiveFlag.OUT_OF_BAND)) {
      throw new CapabilityException(
          "receive flag OUT_OF_BAND of " + stream.uri(),
          "streams without a descriptor have no urgent data",
          "");
    }
    return set.contains(ReceiveFlag.WAIT_ALL)
        ? readAll(stream, destination)
        : stream.read(destination);
  }

  /** Reads until the buffer is full or the stream ends, and lets no other read come between. */
  private static int readAll(StreamConnector stream, ByteBuffer destination) throws IOException {
    int start = destination.position();
    try {
      stream.readFully(destination);
    } catch (EOFException _) {
      return destination.position() == start ? END : destination.position() - start;
    }
    return destination.position() - start;
  }

  static int write(StreamConnector stream, ByteBuffer source, SendFlag... flags)
      throws IOException {
    if (flags.length > 0) {
      throw new CapabilityException(
          "send flag " + flags[0] + " of " + stream.uri(),
          "a stream without a descriptor has no such flags",
          "");
    }
    return stream.write(source);
  }

  static long sendFile(StreamConnector stream, FileChannel file, long position, long count)
      throws IOException {
    ensureRange(position, count);
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(count, BLOCK_BYTES));
    long moved = 0;
    while (moved < count) {
      block.clear().limit((int) Math.min(count - moved, block.capacity()));
      if (file.read(block, position + moved) <= 0) {
        return moved;
      }
      block.flip();
      while (block.hasRemaining()) {
        int n = stream.write(block);
        moved += n;
        if (block.hasRemaining()) {
          return moved; // opened with blocking=no
        }
      }
    }
    return moved;
  }

  static void ensureRange(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + count);
    }
  }
}
