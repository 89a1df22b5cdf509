// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears the signals by which a process is asked to stop (INT, TERM and HUP), and leaves it to the
 * process how it ends.
 *
 * <p>A handler of {@code sun.misc.Signal} is needed for that: after a shutdown hook the status is
 * that of a killed process. The class belongs to the module {@code jdk.unsupported} and is
 * therefore reached by reflection; where it is missing, a shutdown hook holds the process until
 * {@link #close()}, for as long as it may take to drain.
 */
final class StopSignal implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final Runnable action;
  private final CountDownLatch closed = new CountDownLatch(1);

  private StopSignal(Runnable action) {
    this.action = action;
  }

  /**
   * Starts to listen.
   *
   * @param longest how long the process may take to end after the first signal
   * @param action runs at each signal, on a thread that may block
   * @return ends the hold on the process; the handlers stay
   */
  static StopSignal install(Duration longest, Runnable action) {
    StopSignal stop = new StopSignal(action);
    try {
      stop.handleSignals();
    } catch (ReflectiveOperationException | LinkageError _) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.hold(longest), "packetloom-stop"));
    }
    return stop;
  }

  private void handleSignals() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, this::invoked);
    Method handle = signal.getMethod("handle", signal, handlerType);
    for (String name : NAMES) {
      try {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
      } catch (java.lang.reflect.InvocationTargetException _) {
        // Windows has no HUP, and with -Xrs the virtual machine keeps its hands off all of them.
      }
    }
  }

  private Object invoked(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default -> "StopSignal";
    };
  }

  private void hold(Duration longest) {
    action.run();
    try {
      closed.await(longest.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // The virtual machine is ending: there is nobody to tell.
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
