// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static org.packetloom.platform.unix.Binder.prompt;
import static org.packetloom.platform.unix.Binder.promptVariadic;
import static org.packetloom.platform.unix.Binder.waiting;
import static org.packetloom.platform.unix.Binder.waitingVariadic;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions that every C library has, one line each, in the order of the interfaces of {@link
 * UnixCalls}: the symbol, the type of the result, the types of the arguments.
 *
 * <p>The calls that move bytes are those of the kernel itself where they can be: see {@link
 * NumberedCalls}.
 *
 * <p>bind and connect may look up a path, and close may linger, and files may lie on slow file
 * systems, so these are waiting calls.
 */
public final class Symbols {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  public static final MethodHandle READ = numbered("read", INT, ADDRESS, LONG);
  public static final MethodHandle READ_ADDRESS = numbered("read", INT, LONG, LONG);
  public static final MethodHandle READ_LARGE = waiting("read", LONG, INT, ADDRESS, LONG);
  public static final MethodHandle WRITE = numbered("write", INT, ADDRESS, LONG);
  public static final MethodHandle WRITE_ADDRESS = numbered("write", INT, LONG, LONG);
  public static final MethodHandle WRITE_LARGE = waiting("write", LONG, INT, ADDRESS, LONG);
  public static final MethodHandle RECVFROM =
      numbered("recvfrom", INT, ADDRESS, LONG, INT, LONG, LONG);
  public static final MethodHandle RECVFROM_LARGE =
      waiting("recvfrom", LONG, INT, ADDRESS, LONG, INT, LONG, LONG);
  public static final MethodHandle SENDTO = numbered("sendto", INT, ADDRESS, LONG, INT, LONG, INT);
  public static final MethodHandle SENDTO_LARGE =
      waiting("sendto", LONG, INT, ADDRESS, LONG, INT, LONG, INT);
  public static final MethodHandle RECVMSG = waiting("recvmsg", LONG, INT, LONG, INT);
  public static final MethodHandle SENDMSG = waiting("sendmsg", LONG, INT, LONG, INT);
  public static final MethodHandle RECV_ADDRESS = numbered("recv", INT, LONG, LONG, INT);
  public static final MethodHandle RECV_LARGE = waiting("recv", LONG, INT, ADDRESS, LONG, INT);
  public static final MethodHandle SEND_ADDRESS = numbered("send", INT, LONG, LONG, INT);
  public static final MethodHandle SEND_LARGE = waiting("send", LONG, INT, ADDRESS, LONG, INT);
  public static final MethodHandle SOCKET = prompt("socket", INT, INT, INT, INT);
  public static final MethodHandle SOCKETPAIR = prompt("socketpair", INT, INT, INT, INT, ADDRESS);
  public static final MethodHandle BIND = waiting("bind", INT, INT, ADDRESS, INT);
  public static final MethodHandle LISTEN = prompt("listen", INT, INT, INT);
  public static final MethodHandle CONNECT = waiting("connect", INT, INT, ADDRESS, INT);
  public static final MethodHandle GETSOCKNAME = prompt("getsockname", INT, INT, ADDRESS, ADDRESS);
  public static final MethodHandle GETPEERNAME = prompt("getpeername", INT, INT, ADDRESS, ADDRESS);
  public static final MethodHandle GETSOCKOPT =
      prompt("getsockopt", INT, INT, INT, INT, ADDRESS, ADDRESS);
  public static final MethodHandle SETSOCKOPT =
      prompt("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
  public static final MethodHandle SETSOCKOPT_WAITING =
      waiting("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
  public static final MethodHandle SHUTDOWN = prompt("shutdown", INT, INT, INT);
  public static final MethodHandle IOCTL = promptVariadic("ioctl", 2, INT, INT, LONG, ADDRESS);
  public static final MethodHandle IOCTL_SLOW =
      waitingVariadic("ioctl", 2, INT, INT, LONG, ADDRESS);
  public static final MethodHandle CLOSE = NumberedCalls.waitingInt("close", INT);
  public static final MethodHandle GETRLIMIT = prompt("getrlimit", INT, INT, ADDRESS);
  public static final MethodHandle MKFIFO = waiting("mkfifo", INT, ADDRESS, INT);
  public static final MethodHandle FCHMOD = waiting("fchmod", INT, INT, INT);
  public static final MethodHandle ISATTY = prompt("isatty", INT, INT);
  public static final MethodHandle OPENAT =
      waitingVariadic("openat", 3, INT, INT, ADDRESS, INT, INT);
  public static final MethodHandle FCHMODAT = waiting("fchmodat", INT, INT, ADDRESS, INT, INT);
  public static final MethodHandle FCHOWNAT = waiting("fchownat", INT, INT, ADDRESS, INT, INT, INT);
  public static final MethodHandle FLOCK = waiting("flock", INT, INT, INT);
  public static final MethodHandle UNLINKAT = waiting("unlinkat", INT, INT, ADDRESS, INT);
  public static final MethodHandle GETPWNAM_R =
      waiting("getpwnam_r", INT, ADDRESS, ADDRESS, ADDRESS, LONG, ADDRESS);
  public static final MethodHandle GETGRNAM_R =
      waiting("getgrnam_r", INT, ADDRESS, ADDRESS, ADDRESS, LONG, ADDRESS);
  public static final MethodHandle RECV = numbered("recv", INT, ADDRESS, LONG, INT);
  public static final MethodHandle SEND = numbered("send", INT, ADDRESS, LONG, INT);
  public static final MethodHandle OPEN = waitingVariadic("open", 2, INT, ADDRESS, INT, INT);
  public static final MethodHandle FCNTL = promptVariadic("fcntl", 2, INT, INT, INT, INT);

  private Symbols() {}

  private static MethodHandle numbered(String symbol, MemoryLayout... arguments) {
    return NumberedCalls.prompt(symbol, arguments);
  }
}
