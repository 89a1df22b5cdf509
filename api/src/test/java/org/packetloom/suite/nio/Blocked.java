// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.util.function.Predicate;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Sees threads wait, be it in Java or in a native call of the JDK's channels. */
final class Blocked {
  /**
   * Looks in a row at which a thread has to be in its native call: one that has yet to enter the
   * system is not woken by each of the JDK's signals.
   */
  private static final int NATIVE_LOOKS = 20;

  private Blocked() {}

  /**
   * Waits until the call waits; fails the test if it ends instead.
   *
   * @param waitsNatively whether a running thread with such a stack waits
   */
  static <T> Task<T> await(Task<T> task, Predicate<StackTraceElement[]> waitsNatively) {
    int[] looks = new int[1];
    Await.until(
        "call waits",
        () ->
            switch (task.thread().getState()) {
              case WAITING, TIMED_WAITING, TERMINATED -> true;
              case NEW, BLOCKED -> false;
              case RUNNABLE -> {
                boolean waits = waitsNatively.test(task.thread().getStackTrace());
                looks[0] = waits ? looks[0] + 1 : 0;
                yield looks[0] >= NATIVE_LOOKS;
              }
            });
    if (task.hasEnded()) {
      throw new AssertionError("ended instead of waiting: " + task.thread());
    }
    return task;
  }
}
