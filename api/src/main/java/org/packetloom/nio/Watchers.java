// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.util.concurrent.CopyOnWriteArrayList;

/** Those who want to know when a channel's state changes: its keys, of which it has few. */
final class Watchers {
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  void add(Runnable listener) {
    listeners.add(listener);
  }

  void remove(Runnable listener) {
    boolean unused = listeners.remove(listener);
  }

  void tell() {
    if (!listeners.isEmpty()) {
      listeners.forEach(Runnable::run);
    }
  }
}
