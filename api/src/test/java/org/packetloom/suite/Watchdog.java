// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test in a thread of its row, and gives up after {@link Await#LIMIT} and a little.
 *
 * <p>A test that hangs fails with the stack of its thread and of all platform threads; the next one
 * is not held up. Every failure names the seed of the run.
 */
public final class Watchdog implements InvocationInterceptor {
  /** Names the configuration parameter of JUnit that gives another limit, such as {@code PT1S}. */
  public static final String LIMIT_KEY = "packetloom.test.limit";

  private static final Duration LIMIT = Await.LIMIT.plusSeconds(5);

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runWatched(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runWatched(invocation, context);
  }

  private static void runWatched(Invocation<Void> invocation, ExtensionContext context)
      throws Throwable {
    Throwable[] thrown = new Throwable[1];
    Thread runner =
        threadsOf(context)
            .newThread(
                () -> {
                  try {
                    invocation.proceed();
                  } catch (Throwable failure) {
                    thrown[0] = failure;
                  }
                });
    runner.start();
    Duration limit = context.getConfigurationParameter(LIMIT_KEY, Duration::parse).orElse(LIMIT);
    if (!runner.join(limit)) {
      throw hung(runner, limit);
    }
    if (thrown[0] instanceof AssertionError failure) {
      failure.addSuppressed(new Throwable("-Dpacketloom.test.seed=" + Seed.VALUE));
    }
    if (thrown[0] != null) {
      throw thrown[0];
    }
  }

  private static ThreadFactory threadsOf(ExtensionContext context) {
    return context.getRequiredTestInstance() instanceof Row row
        ? row.threads()
        : Thread.ofVirtual().factory();
  }

  private static AssertionError hung(Thread runner, Duration limit) {
    AssertionError hung = new AssertionError("hung for " + limit.toSeconds() + " s");
    hung.setStackTrace(runner.getStackTrace());
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Throwable stack = new Throwable(each.getKey() + " " + each.getKey().getState());
      stack.setStackTrace(each.getValue());
      hung.addSuppressed(stack);
    }
    return hung;
  }
}
