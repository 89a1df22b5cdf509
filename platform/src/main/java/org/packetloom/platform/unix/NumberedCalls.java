// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
final class NumberedCalls {
  // asm/unistd_64.h
  private static final NumberedCalls X86_64 = new NumberedCalls(0, 1, 45, 44);

  // asm-generic/unistd.h
  private static final NumberedCalls GENERIC = new NumberedCalls(63, 64, 207, 206);

  /** Null where none are promised, or not known. */
  private static final @Nullable NumberedCalls HERE = find();

  private final long read; // SYS_read
  private final long write; // SYS_write
  private final long recvfrom; // SYS_recvfrom
  private final long sendto; // SYS_sendto

  private NumberedCalls(long read, long write, long recvfrom, long sendto) {
    this.read = read;
    this.write = write;
    this.recvfrom = recvfrom;
    this.sendto = sendto;
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

  private MethodHandle bind(String symbol, MemoryLayout... arguments) {
    return switch (symbol) {
      case "read" -> bind(read, 0, arguments);
      case "write" -> bind(write, 0, arguments);
      case "recvfrom" -> bind(recvfrom, 0, arguments);
      case "sendto" -> bind(sendto, 0, arguments);
      case "recv" -> bind(recvfrom, 2, arguments); // without an address
      case "send" -> bind(sendto, 2, arguments);
      default -> throw new IllegalArgumentException(symbol);
    };
  }

  /** The call of a number, with so many arguments of 0 after the given ones. */
  private static MethodHandle bind(long number, int zeros, MemoryLayout... arguments) {
    MemoryLayout[] all = new MemoryLayout[1 + arguments.length + zeros];
    all[0] = JAVA_LONG;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    for (int i = 1 + arguments.length; i < all.length; i++) {
      all[i] = JAVA_LONG;
    }
    MethodHandle call = Binder.promptVariadic("syscall", 1, JAVA_LONG, all);
    for (int i = 0; i < zeros; i++) {
      call = MethodHandles.insertArguments(call, call.type().parameterCount() - 1, 0L);
    }
    return MethodHandles.insertArguments(call, 1, number);
  }
}
