// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What a test has opened, to be closed in reverse. */
final class Opened {
  /** Something that is undone. */
  @FunctionalInterface
  interface Undoing {
    void undo() throws Exception;
  }

  private final Deque<Undoing> things = new ConcurrentLinkedDeque<>();

  /** Adds one. */
  <T extends AutoCloseable> T add(T thing) {
    onClose(thing::close);
    return thing;
  }

  /** Adds what has to be done at the end. */
  void onClose(Undoing undoing) {
    things.push(undoing);
  }

  /** Closes all. */
  void close() throws Exception {
    for (Undoing last = things.poll(); last != null; last = things.poll()) {
      last.undo();
    }
  }
}
