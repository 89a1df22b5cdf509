// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.packetloom.platform.unix.Binder.prompt;
import static org.packetloom.platform.unix.Binder.waiting;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.NumberedCalls;

/**
 * The functions that the C libraries of Linux have beyond those of every Unix: the symbol, the type
 * of the result, the types of the arguments.
 */
final class LinuxSymbols {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  static final MethodHandle RECVMMSG = waiting("recvmmsg", INT, INT, LONG, INT, INT, LONG);
  static final MethodHandle SENDMMSG = waiting("sendmmsg", INT, INT, LONG, INT, INT);
  static final MethodHandle PIPE2 = prompt("pipe2", INT, ADDRESS, INT);
  static final MethodHandle ACCEPT4 = prompt("accept4", INT, INT, ADDRESS, ADDRESS, INT);

  /** Null before glibc 2.28 and musl 1.2.5. */
  static final @Nullable MethodHandle STATX =
      Binder.waitingIfPresent("statx", INT, INT, ADDRESS, INT, INT, ADDRESS).orElse(null);

  static final MethodHandle ACCEPT4_WAITING = waiting("accept4", INT, INT, ADDRESS, ADDRESS, INT);
  static final MethodHandle EVENTFD = prompt("eventfd", INT, INT, INT);
  static final MethodHandle EPOLL_CREATE1 = prompt("epoll_create1", INT, INT);
  static final MethodHandle EPOLL_CTL = prompt("epoll_ctl", INT, INT, INT, INT, ADDRESS);
  static final MethodHandle EPOLL_WAIT_NOW =
      NumberedCalls.promptInt("epoll_wait", INT, ADDRESS, INT, INT);
  static final MethodHandle EPOLL_WAIT = waiting("epoll_wait", INT, INT, ADDRESS, INT, INT);

  /** Null before glibc 2.35 and musl 1.2.4. */
  static final @Nullable MethodHandle EPOLL_PWAIT2 =
      Binder.waitingIfPresent("epoll_pwait2", INT, INT, ADDRESS, INT, ADDRESS, ADDRESS)
          .orElse(null);

  static final MethodHandle PPOLL_NOW = prompt("ppoll", INT, ADDRESS, LONG, ADDRESS, ADDRESS);
  static final MethodHandle PPOLL = waiting("ppoll", INT, ADDRESS, LONG, ADDRESS, ADDRESS);
  static final MethodHandle SPLICE = waiting("splice", LONG, INT, ADDRESS, INT, ADDRESS, LONG, INT);
  static final MethodHandle SENDFILE = waiting("sendfile", LONG, INT, INT, ADDRESS, LONG);

  private LinuxSymbols() {}
}
