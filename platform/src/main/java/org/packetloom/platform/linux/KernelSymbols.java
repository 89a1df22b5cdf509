// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.unix.Binder;

/**
 * The system calls of {@link KernelCode}, which must be there: the number, the types of the
 * arguments. Each returns the result or the negated error number, as a long.
 */
final class KernelSymbols {
  static final MethodHandle READ = prompt(KernelNumbers.SYS_read, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle READ_ADDRESS =
      prompt(KernelNumbers.SYS_read, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle WRITE = prompt(KernelNumbers.SYS_write, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle WRITE_ADDRESS =
      prompt(KernelNumbers.SYS_write, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle CLOSE = waiting(KernelNumbers.SYS_close, JAVA_INT);
  static final MethodHandle POLL =
      prompt(KernelNumbers.SYS_poll, ADDRESS, JAVA_LONG, JAVA_INT); // nfds_t is a long here
  static final MethodHandle SENDTO =
      prompt(KernelNumbers.SYS_sendto, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  static final MethodHandle SENDTO_ADDRESS =
      prompt(
          KernelNumbers.SYS_sendto, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  static final MethodHandle RECVFROM =
      prompt(
          KernelNumbers.SYS_recvfrom, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  static final MethodHandle RECVFROM_ADDRESS =
      prompt(
          KernelNumbers.SYS_recvfrom,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG);
  static final MethodHandle EPOLL_CTL =
      prompt(KernelNumbers.SYS_epoll_ctl, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle EPOLL_PWAIT =
      prompt(
          KernelNumbers.SYS_epoll_pwait,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG);
  static final MethodHandle ACCEPT4 =
      prompt(KernelNumbers.SYS_accept4, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle RECVMMSG =
      waiting(KernelNumbers.SYS_recvmmsg, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  static final MethodHandle SENDMMSG =
      waiting(KernelNumbers.SYS_sendmmsg, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  static final MethodHandle IO_URING_ENTER_NOW = prompt(UringConstants.SYS_io_uring_enter, ring());
  static final MethodHandle IO_URING_ENTER = waiting(UringConstants.SYS_io_uring_enter, ring());

  private KernelSymbols() {}

  private static MemoryLayout[] ring() {
    return new MemoryLayout[] {JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG};
  }

  private static MethodHandle prompt(int number, MemoryLayout... arguments) {
    return Binder.promptAt(KernelCode.entry(number), JAVA_LONG, arguments);
  }

  private static MethodHandle waiting(int number, MemoryLayout... arguments) {
    return Binder.waitingAt(KernelCode.entry(number), JAVA_LONG, arguments);
  }
}
