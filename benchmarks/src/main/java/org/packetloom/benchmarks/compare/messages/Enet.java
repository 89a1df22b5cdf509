// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The functions of {@code src/main/c/enet}: ENet with sockets and a clock of ours. */
@SuppressWarnings("restricted") // a library that this folder builds
final class Enet {
  private final SymbolLookup symbols;
  private final MethodHandle time;
  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle state;
  private final MethodHandle send;
  private final MethodHandle receive;
  private final MethodHandle poll;
  private final MethodHandle flush;
  private final MethodHandle transmit;
  private final MethodHandle loss;
  private final MethodHandle allocated;
  private final MethodHandle work;

  /**
   * Loads the library, for as long as the process lives.
   *
   * @param library what {@code src/main/c/enet} was built into
   */
  Enet(Path library) {
    symbols = SymbolLookup.libraryLookup(library, Arena.global());
    time = handle("side_time", FunctionDescriptor.ofVoid(JAVA_INT));
    open = handle("side_open", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT));
    close = handle("side_close", FunctionDescriptor.ofVoid(ADDRESS));
    state = handle("side_state", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    send =
        handle(
            "side_send",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    receive = handle("side_receive", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT));
    poll = handle("side_poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    flush = handle("side_flush", FunctionDescriptor.ofVoid(ADDRESS));
    transmit = handle("side_transmit", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    loss = handle("side_loss", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    allocated = handle("sides_allocated", FunctionDescriptor.of(JAVA_LONG));
    work =
        handle(
            "sides_work",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  }

  private MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
  }

  void time(int millis) {
    try {
      time.invokeExact(millis);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  MemorySegment open(boolean isClient, int channels) {
    try {
      return (MemorySegment) open.invokeExact(isClient ? 1 : 0, channels);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  void close(MemorySegment side) {
    try {
      close.invokeExact(side);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** 0 before the connection is there, 1 while it is, -1 once it is lost. */
  int state(MemorySegment side) {
    try {
      return (int) state.invokeExact(side);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  boolean send(MemorySegment side, int channel, boolean isReliable, MemorySegment bytes) {
    try {
      int length = (int) bytes.byteSize();
      return (int) send.invokeExact(side, channel, isReliable ? 1 : 0, bytes, length) != 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  void receive(MemorySegment side, MemorySegment bytes) {
    try {
      receive.invokeExact(side, bytes, (int) bytes.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next message: its length with the channel in the bits from 24 on, or -1. */
  int poll(MemorySegment side, MemorySegment into) {
    try {
      return (int) poll.invokeExact(side, into, (int) into.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  void flush(MemorySegment side) {
    try {
      flush.invokeExact(side);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The length of the next datagram, or -1. */
  int transmit(MemorySegment side, MemorySegment into) {
    try {
      return (int) transmit.invokeExact(side, into, (int) into.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** What part was lost, of 65 536. */
  int loss(MemorySegment side) {
    try {
      return (int) loss.invokeExact(side);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes of C's heap that are in use. */
  long allocated() {
    try {
      return (long) allocated.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends bursts of messages from one side to the other; how many arrived. */
  int work(
      MemorySegment from, MemorySegment to, boolean isReliable, int length, int burst, int ticks) {
    try {
      return (int) work.invokeExact(from, to, isReliable ? 1 : 0, length, burst, ticks);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
