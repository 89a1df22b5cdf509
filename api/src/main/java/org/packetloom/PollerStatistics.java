// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Objects;

/**
 * What a poller has done so far.
 *
 * @param name its kind and its number among those of its toolkit, such as {@code epoll-0}
 * @param isAlive false once it has failed or was stopped
 * @param waits how often its thread has asked the system for events, waiting or not
 * @param events how many events the system has told
 */
public record PollerStatistics(String name, boolean isAlive, long waits, long events) {
  /** Checks that nothing is missing. */
  public PollerStatistics {
    Objects.requireNonNull(name, "name");
  }
}
