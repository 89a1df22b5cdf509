// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.Capability;
import org.packetloom.Packetloom;

/** Something shown with Packetloom and with the JDK's own sockets, one after the other. */
interface Proof {
  /** Between two looks at the state of a thread. */
  Duration PAUSE = Duration.ofMillis(1);

  /** What is done with both. */
  String title();

  /** What the system must have for it. */
  default Optional<Capability> needs() {
    return Optional.empty();
  }

  /** What happened with Packetloom; throws if it is not what was promised. */
  String ours(Packetloom loom) throws IOException, InterruptedException;

  /** What happened with the JDK, whatever it is. */
  String theirs() throws IOException, InterruptedException;

  /**
   * Waits until a thread waits.
   *
   * @throws IOException if it ended instead
   */
  static void awaitParked(Thread thread) throws IOException, InterruptedException {
    for (boolean isEnded = false; !isEnded; isEnded = thread.join(PAUSE)) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING -> {
          return;
        }
        case NEW, RUNNABLE, BLOCKED, TERMINATED -> {} // looked at again after the pause
      }
    }
    throw new IOException("a thread ended that should wait");
  }
}
