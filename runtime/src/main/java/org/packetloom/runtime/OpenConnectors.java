// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.packetloom.Connector;

/**
 * The connectors of a toolkit that are open, and the park points of those without descriptor.
 *
 * <p>One is added when it is ready for use and removed when it is closed. After {@link #closeAll}
 * none is let in any more: whoever adds looks at {@code closed} after adding, closeAll sets it
 * before it looks at the sets, so that each one is seen by one of them.
 */
final class OpenConnectors {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final Set<Connector> open = ConcurrentHashMap.newKeySet();
  private final Set<ParkSpot> spots = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /** Lets a connector in, or closes it and throws. */
  void add(Connector connector) throws IOException {
    open.add(connector);
    if (closed) {
      connector.close();
      throw Failures.closed("open", connector.uri().toString());
    }
  }

  /** Lets a park point in, or closes it. */
  void add(ParkSpot spot) {
    spots.add(spot);
    if (closed) {
      spot.close();
    }
  }

  /** Forgets a park point. */
  void remove(ParkSpot spot) {
    spots.remove(spot);
  }

  /** Forgets a connector; whether it was known. */
  boolean remove(Connector connector) {
    return open.remove(connector);
  }

  boolean isClosed() {
    return closed;
  }

  Stream<Connector> stream() {
    return open.stream();
  }

  /**
   * Closes everything, now and what is being opened. Listeners go first, while others are still let
   * in: whoever waits to accept is told of the close, and not given a connection that is refused
   * here, such as the one after that which the close of a stream makes room for.
   */
  void closeAll() {
    open.stream().filter(Connector::isListening).forEach(OpenConnectors::close);
    closed = true;
    spots.forEach(ParkSpot::close);
    open.forEach(OpenConnectors::close);
  }

  private static void close(Connector connector) {
    try {
      connector.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "close " + connector, e);
    }
  }
}
