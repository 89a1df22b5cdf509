// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import org.packetloom.Packetloom;

/** Something shown with Packetloom and with the JDK's own sockets, one after the other. */
interface Proof {
  /** What is done with both. */
  String title();

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
    while (true) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING -> {
          return;
        }
        case TERMINATED -> throw new IOException("a thread ended that should wait");
        case NEW, RUNNABLE, BLOCKED -> Thread.sleep(1);
      }
    }
  }
}
