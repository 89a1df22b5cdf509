// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.function.IntSupplier;

/**
 * Makes calls that may take the system long, and that happen once in a connector's life: on a
 * platform thread if the caller is a virtual one, which parks meanwhile and so gives its carrier to
 * others. Interrupts are put off until the call is done.
 */
final class Aside {
  private Aside() {}

  /** The result of a call. */
  static int call(IntSupplier call) {
    int[] result = new int[1];
    run(() -> result[0] = call.getAsInt());
    return result[0];
  }

  /** Runs an action that throws nothing. */
  static void run(Runnable action) {
    if (!Thread.currentThread().isVirtual()) {
      action.run();
      return;
    }
    Thread aside = Thread.ofPlatform().daemon().name("packetloom-aside").start(action);
    boolean wasInterrupted = false;
    while (true) {
      try {
        aside.join();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
