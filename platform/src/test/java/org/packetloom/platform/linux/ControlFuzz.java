// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.packetloom.platform.unix.ControlMessages;

/**
 * Any bytes are read as control messages that lie within them, one behind the other, or are told to
 * be malformed. The first byte says how much longer or shorter than it is the kernel calls them.
 */
public final class ControlFuzz {
  private static final int HEADER = 16;

  private ControlFuzz() {}

  /** Where to start from: none, one, and two messages with a gap between them. */
  public static List<byte[]> seeds() {
    return List.of(new byte[0], new byte[1], messages(4), messages(13, 8), messages(0, 40, 1));
  }

  private static byte[] messages(int... dataBytes) {
    MemorySegment memory = MemorySegment.ofArray(new long[32]);
    ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
    messages.write(memory, 0, memory.byteSize());
    for (int length : dataBytes) {
      messages.put(Constants.SOL_SOCKET, 1, length);
    }
    byte[] seed = new byte[1 + (int) messages.written()];
    MemorySegment.copy(memory, 0, MemorySegment.ofArray(seed), 1, messages.written());
    return seed;
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    int size = bytes.length - 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(Math.max(1, size), 8).asSlice(0, size);
      MemorySegment.copy(MemorySegment.ofArray(bytes), 1, memory, 0, size);
      ControlMessages messages = new ControlMessages(LinuxSystem.SYSTEM.layout());
      messages.read(memory, 0, (long) size + bytes[0]);
      long told = Math.clamp((long) size + bytes[0], 0, size);
      long end = readAll(messages, memory, told);
      ensure(messages.isMalformed() || told - end < HEADER, "left out: " + (told - end));
      ensure(!messages.next(), "one after the last");
    }
  }

  /** Reads every message; returns where the last one ended. */
  private static long readAll(ControlMessages messages, MemorySegment memory, long told) {
    long end = 0;
    while (messages.next()) {
      long data = messages.data();
      long length = messages.dataLength();
      ensure(data >= end + HEADER, "begins before the end of the one before");
      ensure(length >= 0 && data + length <= told, "ends at " + (data + length) + " of " + told);
      ensure(messages.is(messages.level(), messages.type(), length), "not of its own kind");
      ensure(!messages.is(messages.level(), messages.type(), length + 1), "longer than it is");
      if (length >= Integer.BYTES) {
        int first = memory.get(ValueLayout.JAVA_INT_UNALIGNED, data);
        ensure(messages.integer(0) == first, "another number");
      }
      end = data + length;
    }
    return end;
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
