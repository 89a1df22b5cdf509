// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.util.concurrent.CopyOnWriteArrayList;

/** Those who want to know when a channel's state changes: its keys, of which it has few. */
final class Watchers {
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Has a listener told.
   *
   * @param listener is run by the thread that changed the state; quick, and takes no locks that are
   *     held while channels are called
   */
  void add(Runnable listener) {
    listeners.add(listener);
  }

  /** Has a listener not told any more; the same object. */
  void remove(Runnable listener) {
    boolean unused = listeners.remove(listener);
  }

  void tell() {
    if (!listeners.isEmpty()) {
      listeners.forEach(Runnable::run);
    }
  }
}
