// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.util.function.Predicate;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Sees threads wait, be it in Java or in a native call of the JDK's channels. */
final class Blocked {
  private Blocked() {}

  /**
   * Waits until the call waits; fails the test if it ends instead.
   *
   * @param waitsNatively whether a running thread with such a stack waits
   */
  static <T> Task<T> await(Task<T> task, Predicate<StackTraceElement[]> waitsNatively) {
    Await.until("call waits", () -> isBlocked(task.thread(), waitsNatively));
    if (task.hasEnded()) {
      throw new AssertionError("ended instead of waiting: " + task.thread());
    }
    return task;
  }

  private static boolean isBlocked(Thread thread, Predicate<StackTraceElement[]> waitsNatively) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      case RUNNABLE -> waitsNatively.test(thread.getStackTrace());
      case NEW, BLOCKED -> false;
    };
  }
}
