// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Sees threads wait, be it in Java or in a native call of the JDK's channels. */
final class Blocked {
  private Blocked() {}

  /** Waits until the call waits; fails the test if it ends instead. */
  static <T> Task<T> await(Task<T> task) {
    Await.until("call waits", () -> isBlocked(task.thread()));
    if (task.hasEnded()) {
      throw new AssertionError("ended instead of waiting: " + task.thread());
    }
    return task;
  }

  /** Whether it waits, or has ended. */
  static boolean isBlocked(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      case RUNNABLE -> isInNativeCall(thread.getStackTrace());
      case NEW, BLOCKED -> false;
    };
  }

  private static boolean isInNativeCall(StackTraceElement[] stack) {
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch.");
  }
}
