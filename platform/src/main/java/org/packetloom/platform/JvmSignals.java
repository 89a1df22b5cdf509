// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes signals through the Java virtual machine: {@code sun.misc.Signal}, by reflection, as an
 * image made by jlink may lack the module {@code jdk.unsupported}.
 *
 * <p>The virtual machine catches a signal natively, a thread of its own ("Signal Dispatcher") picks
 * it up, and starts a platform thread for each that runs the handler. So handlers may do what any
 * Java code may; these only tell.
 *
 * <p>Started with {@code -Xrs} it refuses INT, TERM and HUP, and has no dispatcher: it would accept
 * a handler for USR1, and never run it.
 */
public final class JvmSignals implements SignalTaker {
  private static final String DISPATCHER = "Signal Dispatcher";

  private static final SignalRefusal NO_MODULE =
      new SignalRefusal("the module jdk.unsupported is missing", "--add-modules jdk.unsupported");

  private static final SignalRefusal KEPT =
      new SignalRefusal(
          "the virtual machine keeps it, for thread dumps, or with -Xrs for native code alone",
          "wait for HUP or USR1 instead");

  private static final SignalRefusal REDUCED =
      new SignalRefusal("Java was started with -Xrs: no signals", "start it without -Xrs");

  /** The kinds that cannot be had, however Java was started. */
  private final Map<SignalKind, SignalRefusal> refused;

  private JvmSignals(Map<SignalKind, SignalRefusal> refused) {
    this.refused = new EnumMap<>(refused);
  }

  /**
   * Signals of this process on a Unix.
   *
   * @param suspension the system's signal for threads
   * @return the way to take them
   */
  public static JvmSignals of(SuspensionSignal suspension) {
    return of(suspension, System.getenv().getOrDefault(SuspensionSignal.VARIABLE, ""));
  }

  /** The same, where the variable is as told. */
  static JvmSignals of(SuspensionSignal suspension, String chosen) {
    Map<SignalKind, SignalRefusal> refused = new EnumMap<>(SignalKind.class);
    refused.put(SignalKind.QUIT, KEPT);
    if (!suspension.isUsr2Free(chosen)) {
      refused.put(SignalKind.USR2, suspension.refusal());
    }
    return new JvmSignals(refused);
  }

  /**
   * Signals of this process on a system that has few.
   *
   * @param refused why it does not have the others
   * @return the way to take them
   */
  public static JvmSignals without(Map<SignalKind, SignalRefusal> refused) {
    return new JvmSignals(refused);
  }

  @Override
  public Optional<SignalRefusal> refusal(SignalKind kind) {
    return known(kind).or(JvmSignals::reduced);
  }

  /** Why a kind cannot be had, however Java was started. */
  private Optional<SignalRefusal> known(SignalKind kind) {
    SignalRefusal never = refused.get(kind);
    return Door.DOOR.isEmpty() ? Optional.of(NO_MODULE) : Optional.ofNullable(never);
  }

  @Override
  public Runnable take(SignalKind kind, Runnable told) throws SignalRefusedException {
    Optional<SignalRefusal> refusal =
        switch (kind) {
          case INT, TERM, HUP, QUIT -> known(kind); // the virtual machine refuses by itself
          case USR1, USR2 -> refusal(kind);
        };
    if (refusal.isPresent()) {
      throw new SignalRefusedException(kind, refusal.get());
    }
    Door door = Door.DOOR.orElseThrow();
    try {
      Object signal = door.signal(kind.name());
      Object handler = door.handler(told);
      Object earlier = door.handle(signal, handler);
      return () -> giveBack(door, signal, handler, earlier);
    } catch (IllegalArgumentException e) { // used by the virtual machine, or unknown to the system
      SignalRefusal words = new SignalRefusal(String.valueOf(e.getMessage()), "");
      throw new SignalRefusedException(kind, reduced().orElse(words));
    }
  }

  private static void giveBack(Door door, Object signal, Object handler, Object earlier) {
    Object current = door.handle(signal, earlier);
    if (current != handler) { // whoever has taken it over since keeps it
      Object unused = door.handle(signal, current);
    }
  }

  private static Optional<SignalRefusal> reduced() {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    for (ThreadGroup above = top; above != null; above = above.getParent()) {
      top = above;
    }
    Thread[] threads = new Thread[2 * top.activeCount() + 16];
    int count = top.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().equals(DISPATCHER)) {
        return Optional.empty();
      }
    }
    return Optional.of(REDUCED);
  }

  /** The door of the JDK to signals. */
  private record Door(MethodHandle signalOf, MethodHandle handle, Class<?> handlerType) {
    /** Empty if the JDK has none here. */
    static final Optional<Door> DOOR = find();

    private static Optional<Door> find() {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle signalOf =
            lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
        MethodType setting = MethodType.methodType(handler, signal, handler);
        MethodHandle handle = lookup.findStatic(signal, "handle", setting);
        return Optional.of(new Door(signalOf, handle, handler));
      } catch (ReflectiveOperationException | LinkageError _) {
        return Optional.empty();
      }
    }

    private Object signal(String name) {
      return call(signalOf, name);
    }

    /** What runs an action, whatever signal it is given. */
    private Object handler(Runnable action) {
      return Proxy.newProxyInstance(
          handlerType.getClassLoader(),
          new Class<?>[] {handlerType},
          (self, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> "runs " + action; // toString, the last of what a proxy is asked
              });
    }

    /** Sets what handles a signal; gives what did. */
    private Object handle(Object signal, Object handler) {
      return call(handle, signal, handler);
    }

    private static Object call(MethodHandle method, Object... arguments) {
      try {
        return method.invokeWithArguments(arguments);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }
}
