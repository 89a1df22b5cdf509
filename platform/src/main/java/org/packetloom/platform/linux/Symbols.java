// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library, one line each, in the order of {@link SystemCalls}.
 *
 * <p>bind and connect may look up a path, and close may linger, so these are waiting calls.
 */
final class Symbols {
  private Symbols() {}

  static final MethodHandle READ = Binder.prompt("read", wide(JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle READ_LARGE = Binder.waiting("read", wide(JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle WRITE = Binder.prompt("write", wide(JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle WRITE_LARGE = Binder.waiting("write", wide(JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle SOCKET = Binder.prompt("socket", narrow(JAVA_INT, JAVA_INT, JAVA_INT));
  static final MethodHandle SOCKETPAIR = Binder.prompt("socketpair", narrow(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle PIPE2 = Binder.prompt("pipe2", narrow(ADDRESS, JAVA_INT));
  static final MethodHandle BIND = Binder.waiting("bind", narrow(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle LISTEN = Binder.prompt("listen", narrow(JAVA_INT, JAVA_INT));
  static final MethodHandle ACCEPT4 = Binder.prompt("accept4", narrow(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  static final MethodHandle CONNECT = Binder.waiting("connect", narrow(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle GETSOCKNAME = Binder.prompt("getsockname", narrow(JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle GETPEERNAME = Binder.prompt("getpeername", narrow(JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle GETSOCKOPT = Binder.prompt("getsockopt", narrow(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle SETSOCKOPT = Binder.prompt("setsockopt", narrow(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle SHUTDOWN = Binder.prompt("shutdown", narrow(JAVA_INT, JAVA_INT));
  static final MethodHandle IOCTL = Binder.promptVariadic("ioctl", 2, narrow(JAVA_INT, JAVA_LONG, ADDRESS));
  static final MethodHandle CLOSE = Binder.waiting("close", narrow(JAVA_INT));
  static final MethodHandle GETRLIMIT = Binder.prompt("getrlimit", narrow(JAVA_INT, ADDRESS));
  static final MethodHandle EVENTFD = Binder.prompt("eventfd", narrow(JAVA_INT, JAVA_INT));
  static final MethodHandle EPOLL_CREATE1 = Binder.prompt("epoll_create1", narrow(JAVA_INT));
  static final MethodHandle EPOLL_CTL = Binder.prompt("epoll_ctl", narrow(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle EPOLL_WAIT_NOW = Binder.prompt("epoll_wait", narrow(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle EPOLL_WAIT = Binder.waiting("epoll_wait", narrow(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  /** Null before glibc 2.35 and musl 1.2.4. */
  static final @Nullable MethodHandle EPOLL_PWAIT2 = Binder.waitingIfPresent("epoll_pwait2", narrow(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS)).orElse(null);
  static final MethodHandle PPOLL_NOW = Binder.prompt("ppoll", narrow(ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  static final MethodHandle PPOLL = Binder.waiting("ppoll", narrow(ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

  /** A function that returns an int. */
  private static FunctionDescriptor narrow(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  /** A function that returns an ssize_t. */
  private static FunctionDescriptor wide(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }
}
