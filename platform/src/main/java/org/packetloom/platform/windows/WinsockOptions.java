// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The options of the sockets of a {@link WindowsSystem}. Works on Windows only. */
final class WinsockOptions implements OptionCalls {
  private final WindowsSystem system;

  WinsockOptions(WindowsSystem system) {
    this.system = system;
  }

  @Override
  public HandleEntry entry(int descriptor) {
    return system.entry(descriptor);
  }

  @Override
  public int getsockopt(int descriptor, int level, int name, byte[] value, int[] length) {
    HandleEntry entry = entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(Math.max(value.length, 1), 16);
      MemorySegment size = arena.allocate(Integer.BYTES, Integer.BYTES);
      size.set(JAVA_INT, 0, length[0]);
      int result =
          Winsock.getsockopt(entry.handle(), level, name, room, size, new CallState(arena));
      if (result == 0) {
        length[0] = size.get(JAVA_INT, 0);
        MemorySegment.copy(room, JAVA_BYTE, 0, value, 0, Math.min(length[0], value.length));
      }
      return result;
    }
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, byte[] value) {
    HandleEntry entry = entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = copy(value, arena);
      return Winsock.setsockopt(
          entry.handle(), level, name, memory, value.length, new CallState(arena));
    }
  }

  @Override
  public int ioctl(int descriptor, int code, byte[] in, byte[] out) {
    HandleEntry entry = entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(Math.max(out.length, 1), 16);
      MemorySegment count = arena.allocate(Integer.BYTES, Integer.BYTES);
      MemorySegment asked = copy(in, arena).asSlice(0, in.length);
      int result =
          Winsock.ioctl(
              entry.handle(),
              code,
              asked,
              room.asSlice(0, out.length),
              count,
              new CallState(arena));
      if (result < 0) {
        return result;
      }
      int written = Math.min(count.get(JAVA_INT, 0), out.length);
      MemorySegment.copy(room, JAVA_BYTE, 0, out, 0, written);
      return written;
    }
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    MemorySegment memory = arena.allocate(Math.max(bytes.length, 1), 16);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
    return memory;
  }
}
