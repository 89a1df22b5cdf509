// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.packetloom.platform.linux.Binder.prompt;
import static org.packetloom.platform.linux.Binder.promptVariadic;
import static org.packetloom.platform.linux.Binder.waiting;
import static org.packetloom.platform.linux.Binder.waitingVariadic;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library, one line each, in the order of the interfaces of {@link
 * SystemCalls}: the symbol, the type of the result, the types of the arguments.
 *
 * <p>bind and connect may look up a path, and close may linger, and files may lie on slow file
 * systems, so these are waiting calls.
 */
final class Symbols {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  static final MethodHandle READ = prompt("read", LONG, INT, ADDRESS, LONG);
  static final MethodHandle READ_ADDRESS = prompt("read", LONG, INT, LONG, LONG);
  static final MethodHandle READ_LARGE = waiting("read", LONG, INT, ADDRESS, LONG);
  static final MethodHandle WRITE = prompt("write", LONG, INT, ADDRESS, LONG);
  static final MethodHandle WRITE_ADDRESS = prompt("write", LONG, INT, LONG, LONG);
  static final MethodHandle WRITE_LARGE = waiting("write", LONG, INT, ADDRESS, LONG);
  static final MethodHandle RECVFROM =
      prompt("recvfrom", LONG, INT, ADDRESS, LONG, INT, LONG, LONG);
  static final MethodHandle RECVFROM_LARGE =
      waiting("recvfrom", LONG, INT, ADDRESS, LONG, INT, LONG, LONG);
  static final MethodHandle SENDTO = prompt("sendto", LONG, INT, ADDRESS, LONG, INT, LONG, INT);
  static final MethodHandle SENDTO_LARGE =
      waiting("sendto", LONG, INT, ADDRESS, LONG, INT, LONG, INT);
  static final MethodHandle RECVMSG = waiting("recvmsg", LONG, INT, LONG, INT);
  static final MethodHandle SENDMSG = waiting("sendmsg", LONG, INT, LONG, INT);
  static final MethodHandle RECVMMSG = waiting("recvmmsg", INT, INT, LONG, INT, INT, LONG);
  static final MethodHandle SENDMMSG = waiting("sendmmsg", INT, INT, LONG, INT, INT);
  static final MethodHandle RECV_ADDRESS = prompt("recv", LONG, INT, LONG, LONG, INT);
  static final MethodHandle RECV_LARGE = waiting("recv", LONG, INT, ADDRESS, LONG, INT);
  static final MethodHandle SEND_ADDRESS = prompt("send", LONG, INT, LONG, LONG, INT);
  static final MethodHandle SEND_LARGE = waiting("send", LONG, INT, ADDRESS, LONG, INT);
  static final MethodHandle SOCKET = prompt("socket", INT, INT, INT, INT);
  static final MethodHandle SOCKETPAIR = prompt("socketpair", INT, INT, INT, INT, ADDRESS);
  static final MethodHandle PIPE2 = prompt("pipe2", INT, ADDRESS, INT);
  static final MethodHandle BIND = waiting("bind", INT, INT, ADDRESS, INT);
  static final MethodHandle LISTEN = prompt("listen", INT, INT, INT);
  static final MethodHandle ACCEPT4 = prompt("accept4", INT, INT, ADDRESS, ADDRESS, INT);
  static final MethodHandle CONNECT = waiting("connect", INT, INT, ADDRESS, INT);
  static final MethodHandle GETSOCKNAME = prompt("getsockname", INT, INT, ADDRESS, ADDRESS);
  static final MethodHandle GETPEERNAME = prompt("getpeername", INT, INT, ADDRESS, ADDRESS);
  static final MethodHandle GETSOCKOPT = prompt("getsockopt", INT, INT, INT, INT, ADDRESS, ADDRESS);
  static final MethodHandle SETSOCKOPT = prompt("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
  static final MethodHandle SETSOCKOPT_WAITING =
      waiting("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
  static final MethodHandle SHUTDOWN = prompt("shutdown", INT, INT, INT);
  static final MethodHandle IOCTL = promptVariadic("ioctl", 2, INT, INT, LONG, ADDRESS);
  static final MethodHandle IOCTL_SLOW = waitingVariadic("ioctl", 2, INT, INT, LONG, ADDRESS);
  static final MethodHandle CLOSE = waiting("close", INT, INT);
  static final MethodHandle GETRLIMIT = prompt("getrlimit", INT, INT, ADDRESS);
  static final MethodHandle MKFIFO = waiting("mkfifo", INT, ADDRESS, INT);

  /** Null before glibc 2.28 and musl 1.2.5. */
  static final @Nullable MethodHandle STATX =
      Binder.waitingIfPresent("statx", INT, INT, ADDRESS, INT, INT, ADDRESS).orElse(null);

  static final MethodHandle FCHMOD = waiting("fchmod", INT, INT, INT);
  static final MethodHandle ISATTY = prompt("isatty", INT, INT);
  static final MethodHandle ACCEPT4_WAITING = waiting("accept4", INT, INT, ADDRESS, ADDRESS, INT);
  static final MethodHandle OPENAT = waitingVariadic("openat", 3, INT, INT, ADDRESS, INT, INT);
  static final MethodHandle FCHMODAT = waiting("fchmodat", INT, INT, ADDRESS, INT, INT);
  static final MethodHandle FCHOWNAT = waiting("fchownat", INT, INT, ADDRESS, INT, INT, INT);
  static final MethodHandle FLOCK = waiting("flock", INT, INT, INT);
  static final MethodHandle UNLINKAT = waiting("unlinkat", INT, INT, ADDRESS, INT);
  static final MethodHandle GETPWNAM_R =
      waiting("getpwnam_r", INT, ADDRESS, ADDRESS, ADDRESS, LONG, ADDRESS);
  static final MethodHandle GETGRNAM_R =
      waiting("getgrnam_r", INT, ADDRESS, ADDRESS, ADDRESS, LONG, ADDRESS);
  static final MethodHandle EVENTFD = prompt("eventfd", INT, INT, INT);
  static final MethodHandle EPOLL_CREATE1 = prompt("epoll_create1", INT, INT);
  static final MethodHandle EPOLL_CTL = prompt("epoll_ctl", INT, INT, INT, INT, ADDRESS);
  static final MethodHandle EPOLL_WAIT_NOW = prompt("epoll_wait", INT, INT, ADDRESS, INT, INT);
  static final MethodHandle EPOLL_WAIT = waiting("epoll_wait", INT, INT, ADDRESS, INT, INT);

  /** Null before glibc 2.35 and musl 1.2.4. */
  static final @Nullable MethodHandle EPOLL_PWAIT2 =
      Binder.waitingIfPresent("epoll_pwait2", INT, INT, ADDRESS, INT, ADDRESS, ADDRESS)
          .orElse(null);

  static final MethodHandle PPOLL_NOW = prompt("ppoll", INT, ADDRESS, LONG, ADDRESS, ADDRESS);
  static final MethodHandle PPOLL = waiting("ppoll", INT, ADDRESS, LONG, ADDRESS, ADDRESS);

  static final MethodHandle RECV = prompt("recv", LONG, INT, ADDRESS, LONG, INT);
  static final MethodHandle SEND = prompt("send", LONG, INT, ADDRESS, LONG, INT);
  static final MethodHandle SPLICE = waiting("splice", LONG, INT, ADDRESS, INT, ADDRESS, LONG, INT);
  static final MethodHandle SENDFILE = waiting("sendfile", LONG, INT, INT, ADDRESS, LONG);
  static final MethodHandle OPEN = waitingVariadic("open", 2, INT, ADDRESS, INT, INT);
  static final MethodHandle FCNTL = promptVariadic("fcntl", 2, INT, INT, INT, INT);

  private Symbols() {}
}
