// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.OptionalInt;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.WaitMemory;

/** The calls of kqueue(2) in a library: the C library of a BSD, or one that imitates them. */
public final class LibCKqueue implements KqueueCalls {
  /** kevent with counts of type int, after the segment for errno. */
  private static final MethodType KEVENT =
      MethodType.methodType(
          int.class,
          MemorySegment.class,
          int.class,
          MemorySegment.class,
          int.class,
          MemorySegment.class,
          int.class,
          MemorySegment.class);

  private final KeventLayout layout;
  private final UnixCalls calls;
  private final ErrnoMemory errnos = new ErrnoMemory();
  private final MethodHandle kqueue;
  private final MethodHandle change;
  private final MethodHandle gather;
  private final MethodHandle gatherNow;

  /**
   * Links them.
   *
   * @param symbols of the library
   * @param layout what it calls a {@code struct kevent}
   * @param calls those of the C library
   */
  LibCKqueue(SymbolLookup symbols, KeventLayout layout, UnixCalls calls) {
    this.layout = layout;
    this.calls = calls;
    MemoryLayout count = layout.hasLongCounts() ? JAVA_LONG : JAVA_INT;
    MemoryLayout[] arguments = {JAVA_INT, ADDRESS, count, ADDRESS, count, ADDRESS};
    String kevent = layout.symbol();
    this.kqueue = Binder.prompt(symbols, "kqueue", JAVA_INT);
    this.change = withIntCounts(Binder.prompt(symbols, kevent, JAVA_INT, arguments));
    this.gather = withIntCounts(Binder.waiting(symbols, kevent, JAVA_INT, arguments));
    this.gatherNow = change;
  }

  private static MethodHandle withIntCounts(MethodHandle kevent) {
    return MethodHandles.explicitCastArguments(kevent, KEVENT);
  }

  @Override
  public KeventLayout layout() {
    return layout;
  }

  @Override
  public int kqueue() {
    try {
      Errno errno = errnos.next();
      int result = (int) kqueue.invokeExact(errno.segment());
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int change(int kq, MemorySegment changes, int count, Errno errno) {
    MemorySegment none = MemorySegment.NULL;
    try {
      int result = (int) change.invokeExact(errno.segment(), kq, changes, count, none, 0, none);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int kevent(int kq, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    MemorySegment none = MemorySegment.NULL;
    MemorySegment timeout = memory.timespec(timeoutNanos);
    MethodHandle call = timeoutNanos == 0 ? gatherNow : gather;
    try {
      int n = (int) call.invokeExact(memory.errno(), kq, none, 0, events, most, timeout);
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public boolean hasEvents(int kq) {
    return calls.polls().poll(kq, Posix.POLLIN) != 0; // an error will show
  }

  @Override
  public OptionalInt descriptor(int kq) {
    return OptionalInt.of(kq);
  }

  @Override
  public int close(int kq) {
    return calls.descriptors().close(kq);
  }
}
