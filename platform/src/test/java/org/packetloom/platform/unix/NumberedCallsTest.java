// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Calls by number are the calls of those names, and tell their errors. */
class NumberedCallsTest {
  private static final int EBADF = 9;
  private static final int NOBODY = -1; // no descriptor
  private static final int NOW = 0x40; // MSG_DONTWAIT of Linux

  @Test
  void theErrorNumberIsTold() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      byte[] some = {1};
      MemorySegment memory = MemorySegment.ofArray(some);
      assertThat((long) Symbols.READ.invokeExact(errno, NOBODY, memory, 1L)).isEqualTo(-1);
      assertThat(Binder.errno(errno)).isEqualTo(EBADF);
      errno.fill((byte) 0);
      assertThat((long) Symbols.SEND.invokeExact(errno, NOBODY, memory, 1L, NOW)).isEqualTo(-1);
      assertThat(Binder.errno(errno)).isEqualTo(EBADF);
    }
  }

  @Test
  void aFunctionThatReturnsAnIntDoesSoByItsNumberToo() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MethodHandle accept =
          NumberedCalls.promptInt(
              "accept4",
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT);
      MemorySegment none = MemorySegment.NULL;
      assertThat((int) accept.invokeExact(errno, NOBODY, none, none, 0)).isEqualTo(-1);
      assertThat(Binder.errno(errno)).isEqualTo(EBADF);
      errno.fill((byte) 0);
      assertThat((int) Symbols.CLOSE.invokeExact(errno, NOBODY)).isEqualTo(-1);
      assertThat(Binder.errno(errno)).isEqualTo(EBADF);
    }
  }

  @Test
  void bytesGoThroughASocketByEachOfThem() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int[] two = new int[2];
      int made =
          (int)
              Symbols.SOCKETPAIR.invokeExact(errno, 1, 1, 0, MemorySegment.ofArray(two)); // AF_UNIX
      assertThat(made).isZero();
      byte[] some = new byte[8];
      MemorySegment memory = MemorySegment.ofArray(some);
      long address = arena.allocate(8).address();
      try {
        assertThat((long) Symbols.WRITE.invokeExact(errno, two[0], memory, 3L)).isEqualTo(3);
        assertThat((long) Symbols.RECV.invokeExact(errno, two[1], memory, 8L, NOW)).isEqualTo(3);
        assertThat((long) Symbols.SEND.invokeExact(errno, two[0], memory, 5L, NOW)).isEqualTo(5);
        assertThat((long) Symbols.READ.invokeExact(errno, two[1], memory, 8L)).isEqualTo(5);
        assertThat((long) Symbols.SEND_ADDRESS.invokeExact(errno, two[0], address, 2L, NOW))
            .isEqualTo(2);
        assertThat((long) Symbols.RECV_ADDRESS.invokeExact(errno, two[1], address, 8L, NOW))
            .isEqualTo(2);
        assertThat((long) Symbols.SENDTO.invokeExact(errno, two[0], memory, 4L, NOW, 0L, 0))
            .isEqualTo(4);
        assertThat((long) Symbols.RECVFROM.invokeExact(errno, two[1], memory, 8L, NOW, 0L, 0L))
            .isEqualTo(4);
      } finally {
        close(errno, two[0]);
        close(errno, two[1]);
      }
    }
  }

  private static void close(MemorySegment errno, int descriptor) throws Throwable {
    MethodHandle close = Symbols.CLOSE;
    assertThat((int) close.invoke(errno, descriptor)).isZero();
  }
}
