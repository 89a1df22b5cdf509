// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the kernel by their numbers, through syscall(2), where those are promised: on Linux.
 *
 * <p>The C library's functions of the same names are cancellation points: in a process with threads
 * they change the state of the calling one before and after each call, which glibc takes 12 to 15
 * ns for, by two atomic operations. syscall(2) is none, and nothing of ours is ever cancelled in
 * that sense. What a call does and returns is the same.
 */
public final class NumberedCalls {
  // asm/unistd_64.h
  private static final NumberedCalls X86_64 = new NumberedCalls(0, 1, 45, 44, 288, 3, 281);

  // asm-generic/unistd.h
  private static final NumberedCalls GENERIC = new NumberedCalls(63, 64, 207, 206, 242, 57, 22);

  /** Null where none are promised, or not known. */
  private static final @Nullable NumberedCalls HERE = find();

  private final long read; // SYS_read
  private final long write; // SYS_write
  private final long recvfrom; // SYS_recvfrom
  private final long sendto; // SYS_sendto
  private final long accept4; // SYS_accept4
  private final long close; // SYS_close
  private final long epollPwait; // SYS_epoll_pwait; not every architecture has SYS_epoll_wait

  private NumberedCalls(
      long read,
      long write,
      long recvfrom,
      long sendto,
      long accept4,
      long close,
      long epollPwait) {
    this.read = read;
    this.write = write;
    this.recvfrom = recvfrom;
    this.sendto = sendto;
    this.accept4 = accept4;
    this.close = close;
    this.epollPwait = epollPwait;
  }

  private static @Nullable NumberedCalls find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    Optional<Architecture> known = Architecture.find();
    return known.isEmpty()
        ? null
        : switch (known.get()) {
          case X86_64 -> X86_64;
          case AARCH64 -> GENERIC;
        };
  }

  /** A function that never waits, as it is used, by its number if it has one here. */
  static MethodHandle prompt(String symbol, MemoryLayout... arguments) {
    return HERE == null
        ? Binder.prompt(symbol, JAVA_LONG, arguments)
        : HERE.bind(symbol, arguments);
  }

  /** The same of a function that returns an int. */
  public static MethodHandle promptInt(String symbol, MemoryLayout... arguments) {
    return HERE == null
        ? Binder.prompt(symbol, JAVA_INT, arguments)
        : toInt(HERE.bind(symbol, arguments));
  }

  /** A function that may wait and returns an int, by its number if it has one here. */
  static MethodHandle waitingInt(String symbol, MemoryLayout... arguments) {
    if (HERE == null) {
      return Binder.waiting(symbol, JAVA_INT, arguments);
    }
    MemoryLayout[] all = all(arguments, 0);
    MethodHandle call = Binder.waitingVariadic("syscall", 1, JAVA_LONG, all);
    return toInt(MethodHandles.insertArguments(call, 1, HERE.number(symbol)));
  }

  private static MethodHandle toInt(MethodHandle call) {
    return MethodHandles.explicitCastArguments(call, call.type().changeReturnType(int.class));
  }

  private MethodHandle bind(String symbol, MemoryLayout... arguments) {
    return bind(number(symbol), zeros(symbol), arguments);
  }

  /** How many arguments are 0 that the function does not have. */
  private int zeros(String symbol) {
    return switch (symbol) {
      case "recv", "send" -> 2; // without an address
      case "epoll_wait" -> 2; // without signals to mask
      default -> 0;
    };
  }

  private long number(String symbol) {
    return switch (symbol) {
      case "read" -> read;
      case "write" -> write;
      case "recvfrom", "recv" -> recvfrom;
      case "sendto", "send" -> sendto;
      case "accept4" -> accept4;
      case "close" -> close;
      case "epoll_wait" -> epollPwait;
      default -> throw new IllegalArgumentException(symbol);
    };
  }

  /** The call of a number, with so many arguments of 0 after the given ones. */
  private static MethodHandle bind(long number, int zeros, MemoryLayout... arguments) {
    MethodHandle call = Binder.promptVariadic("syscall", 1, JAVA_LONG, all(arguments, zeros));
    for (int i = 0; i < zeros; i++) {
      call = MethodHandles.insertArguments(call, call.type().parameterCount() - 1, 0L);
    }
    return MethodHandles.insertArguments(call, 1, number);
  }

  private static MemoryLayout[] all(MemoryLayout[] arguments, int zeros) {
    MemoryLayout[] all = new MemoryLayout[1 + arguments.length + zeros];
    Arrays.fill(all, JAVA_LONG);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }
}
