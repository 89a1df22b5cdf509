// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Descriptors of systems that take SOCK_NONBLOCK and SOCK_CLOEXEC, and have accept4(2) and
 * pipe2(2): new descriptors have these properties from birth.
 */
public class LibCFlaggedDescriptors extends LibCDescriptors {
  private static final MethodHandle PIPE2 = Binder.prompt("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      NumberedCalls.promptInt("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle ACCEPT4_WAITING =
      Binder.waiting("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  public LibCFlaggedDescriptors(ErrnoMemory errnos) {
    super(errnos);
  }

  @Override
  public int pipe2(int[] two, int flags) {
    try {
      Errno errno = errnos.next();
      int result = (int) PIPE2.invokeExact(errno.segment(), MemorySegment.ofArray(two), flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int accept4(int fd, byte[] address, int[] length, int flags) {
    try {
      Errno errno = errnos.next();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) ACCEPT4.invokeExact(errno.segment(), fd, bytes, size, flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int accept4Waiting(int fd, byte[] address, int[] length, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment bytes = arena.allocate(address.length, Long.BYTES);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, length);
      int result = (int) ACCEPT4_WAITING.invokeExact(errno, fd, bytes, size, flags);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, address, 0, address.length);
      length[0] = size.get(ValueLayout.JAVA_INT, 0);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
