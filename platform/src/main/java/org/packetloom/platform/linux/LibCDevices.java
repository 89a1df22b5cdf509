// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Symbols;

/** The C library's calls that set devices up. */
final class LibCDevices implements DeviceCalls {
  @Override
  public int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.OPEN.invokeExact(errno, arena.allocateFrom(path), flags, 0);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int ioctlStruct(int fd, int request, byte[] struct) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocate(struct.length, Long.BYTES);
      MemorySegment.copy(struct, 0, copy, ValueLayout.JAVA_BYTE, 0, struct.length);
      int result = (int) Symbols.IOCTL_SLOW.invokeExact(errno, fd, (long) request, copy);
      MemorySegment.copy(copy, ValueLayout.JAVA_BYTE, 0, struct, 0, struct.length);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int exchange(int fd, byte[] request, byte[] answer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment sent = arena.allocateFrom(ValueLayout.JAVA_BYTE, request);
      long n = (long) Symbols.WRITE_LARGE.invokeExact(errno, fd, sent, (long) request.length);
      if (n < 0) {
        return -Binder.errno(errno);
      }
      // The kernel works on the request within the write: its answer is there by now.
      MemorySegment room = arena.allocate(answer.length);
      n = (long) Symbols.READ_LARGE.invokeExact(errno, fd, room, (long) answer.length);
      if (n < 0) {
        return -Binder.errno(errno);
      }
      MemorySegment.copy(room, ValueLayout.JAVA_BYTE, 0, answer, 0, (int) n);
      return (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
