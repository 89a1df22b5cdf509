// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Platform;
import org.packetloom.platform.unix.ByteCalls;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.FileCalls;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.PathCalls;
import org.packetloom.platform.unix.PollCalls;
import org.packetloom.platform.unix.StreamCalls;
import org.packetloom.platform.unix.UnixCalls;

/**
 * The system calls of the machine, some of which fail as planned. Safe for use by any thread.
 *
 * <p>Functions are named as in {@link SystemCalls}; the calls of all methods of that name count.
 */
public final class FaultySystemCalls {
  private static final List<Class<?>> KINDS =
      List.of(
          ByteCalls.class,
          MessageCalls.class,
          DescriptorCalls.class,
          PollCalls.class,
          EventCalls.class,
          RingCalls.class,
          StreamCalls.class,
          DeviceCalls.class,
          FileCalls.class,
          PathCalls.class);

  private final SystemCalls faulty;
  private final Map<String, Integer> counts = new HashMap<>(); // guarded by this
  private final List<Fault> faults = new ArrayList<>(); // guarded by this

  /** What happens to the calls of a function from one number to another. */
  private record Fault(String function, int first, int last, int errno, int most) {
    boolean meets(String called, int number) {
      return function.equals(called) && number >= first && number <= last;
    }
  }

  private FaultySystemCalls() {
    SystemCalls real = SystemCalls.here();
    UnixCalls unix = real.unix();
    faulty =
        new SystemCalls(
            new UnixCalls(
                unix.system(),
                faulty(ByteCalls.class, unix.bytes()),
                faulty(ByteCalls.class, unix.socketBytes()),
                faulty(MessageCalls.class, unix.messages()),
                faulty(DescriptorCalls.class, unix.descriptors()),
                faulty(PollCalls.class, unix.polls()),
                faulty(StreamCalls.class, unix.streams()),
                faulty(FileCalls.class, unix.files()),
                faulty(PathCalls.class, unix.paths())),
            faulty(EventCalls.class, real.events()),
            faulty(RingCalls.class, real.rings()),
            faulty(DeviceCalls.class, real.devices()));
  }

  /** Calls without any fault. */
  public static FaultySystemCalls open() {
    return new FaultySystemCalls();
  }

  /** A platform over these calls. */
  public Platform platform() {
    return LinuxPlatform.over(faulty, Clock.SYSTEM);
  }

  /** For what is opened without a platform. */
  SystemCalls calls() {
    return faulty;
  }

  /** Has the nth call from now on fail; 1 is the next one. */
  public FaultySystemCalls fail(String function, int nth, int errno) {
    return fail(function, nth, 1, errno);
  }

  /** Has a number of calls fail, beginning with the nth from now on. */
  public synchronized FaultySystemCalls fail(String function, int nth, int times, int errno) {
    int first = count(function) + nth;
    faults.add(new Fault(function, first, first + times - 1, errno, 0));
    return this;
  }

  /** Has a number of reads or writes move a few bytes at most, beginning with the next. */
  public synchronized FaultySystemCalls shorten(String function, int times, int most) {
    int first = count(function) + 1;
    faults.add(new Fault(function, first, first + times - 1, 0, most));
    return this;
  }

  /** The calls of a function so far. */
  public synchronized int count(String function) {
    if (KINDS.stream()
        .flatMap(kind -> Stream.of(kind.getMethods()))
        .noneMatch(method -> method.getName().equals(function))) {
      throw new IllegalArgumentException("no function " + function);
    }
    return counts.getOrDefault(function, 0);
  }

  private <T> T faulty(Class<T> kind, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            kind.getClassLoader(),
            new Class<?>[] {kind},
            (_, method, arguments) -> call(real, method, arguments));
    return kind.cast(proxy);
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    for (Fault fault : met(method.getName())) {
      if (fault.errno() != 0) {
        return negated(fault.errno(), method.getReturnType());
      }
      shorten(arguments, fault.most());
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The result of a call that failed. */
  private static Number negated(int errno, Class<?> type) {
    if (type == long.class) {
      return (long) -errno;
    }
    return -errno;
  }

  private synchronized List<Fault> met(String function) {
    int number = counts.merge(function, 1, Integer::sum);
    return faults.stream().filter(fault -> fault.meets(function, number)).toList();
  }

  /** Cuts the memory in the arguments of a read or write. */
  private static void shorten(Object[] arguments, int most) {
    switch (arguments[1]) {
      case MemorySegment memory ->
          arguments[1] = memory.asSlice(0, Math.min(memory.byteSize(), most));
      case Long _ -> arguments[2] = Math.min((int) arguments[2], most);
      default -> arguments[3] = Math.min((int) arguments[3], most);
    }
  }
}
