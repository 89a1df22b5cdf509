// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Packetloom} does and has done so far. The numbers are taken one after another, not
 * at one moment; each of them is true.
 *
 * @param engine how pollers run, such as {@code virtual}
 * @param poller the kind of its pollers, such as {@code epoll}
 * @param open connectors over descriptors that are open, by scheme; schemes without any are left
 *     out
 * @param parked threads that wait in one of them
 * @param connected streams that were connected
 * @param connectFailures attempts to connect a stream that failed, for whatever reason
 * @param accepted streams that were accepted
 * @param closed connectors over descriptors that were closed or given away, leaked ones included
 * @param leaked connectors that nobody closed, see {@link LeakDetection}
 * @param bytesRead bytes read by all connectors over descriptors, closed ones included
 * @param bytesWritten bytes written by them
 * @param pollers each of the pollers
 */
public record PacketloomStatistics(
    String engine,
    String poller,
    Map<String, Integer> open,
    int parked,
    long connected,
    long connectFailures,
    long accepted,
    long closed,
    long leaked,
    long bytesRead,
    long bytesWritten,
    List<PollerStatistics> pollers) {
  /** Copies the collections. */
  public PacketloomStatistics {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(poller, "poller");
    open = Map.copyOf(open);
    pollers = List.copyOf(pollers);
  }
}
