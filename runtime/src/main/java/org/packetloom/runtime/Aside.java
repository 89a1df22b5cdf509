// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Makes calls that may take the system long, and that happen once in a connector's life: on a
 * platform thread if the caller is a virtual one, which parks meanwhile and so gives its carrier to
 * others. Interrupts are put off until the call is done.
 */
final class Aside {
  private Aside() {}

  /** Something that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Runs a call, and throws what it throws. */
  static void run(Work work) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      work.run();
      return;
    }
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread.ofPlatform().daemon().name("packetloom-aside").start(task);
    boolean wasInterrupted = false;
    while (true) {
      try {
        task.get();
        return;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      } catch (ExecutionException e) {
        throw unwrapped(e.getCause());
      } finally {
        if (wasInterrupted && task.isDone()) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Runs an action that reports nothing. */
  static void runUnfailing(Runnable action) {
    try {
      run(action::run);
    } catch (IOException e) {
      throw new AssertionError(e); // it cannot throw one
    }
  }

  private static IOException unwrapped(Throwable thrown) {
    return switch (thrown) {
      case IOException failure -> failure;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new AssertionError(thrown);
    };
  }
}
