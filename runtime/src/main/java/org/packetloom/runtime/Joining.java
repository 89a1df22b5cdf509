// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Waits for the end of threads that the toolkit owns. */
final class Joining {
  private Joining() {}

  /** Waits until a thread has ended; an interrupt is kept for the caller. Returns at once in it. */
  static void join(Thread thread) {
    if (thread == Thread.currentThread()) {
      return;
    }
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
