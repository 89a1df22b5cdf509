// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** Looks at all connections of a server from time to time, and cuts those beyond its limits. */
final class Sweeper implements Runnable {
  private final ConnectionSet connections;
  private final long intervalNanos;

  Sweeper(ConnectionSet connections, long intervalNanos) {
    this.connections = connections;
    this.intervalNanos = intervalNanos;
  }

  @Override
  public void run() {
    while (connections.awaitSweep(intervalNanos)) {
      long now = System.nanoTime();
      for (ServedConnection connection : connections.snapshot()) {
        connection.sweep(now);
      }
    }
  }
}
