// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.event.Reactor;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.spi.RuntimeProvider;
import org.packetloom.spi.SocketStages;

/** Finds the runtime, and holds the one toolkit that a process shares. */
final class SharedPacketloom {
  private static final ReentrantLock OPENING = new ReentrantLock();

  /** The shared toolkit, null until the first use; guarded by {@link #OPENING} for writing. */
  private static volatile Packetloom shared;

  private SharedPacketloom() {}

  static Packetloom get() throws IOException {
    Packetloom open = shared;
    if (open != null) {
      return open;
    }
    OPENING.lock();
    try {
      if (shared == null) {
        shared = new NeverClosed(Packetloom.open());
      }
      return shared;
    } finally {
      OPENING.unlock();
    }
  }

  static RuntimeProvider provider() {
    return RuntimeProvider.find();
  }

  static String version() {
    return provider().version();
  }

  private record NeverClosed(Packetloom loom) implements Packetloom {
    @Override
    public ConnectorBuilder connector(ConnectorUri uri) throws IOException {
      return loom.connector(uri);
    }

    @Override
    public Relay relay(StreamConnector first, StreamConnector second) {
      return loom.relay(first, second);
    }

    @Override
    public Signals signals(Signal first, Signal... more) throws IOException {
      return loom.signals(first, more);
    }

    @Override
    public ThreadFactory threadFactory() {
      return loom.threadFactory();
    }

    @Override
    public ThreadFactory threadFactory(Object group) {
      return loom.threadFactory(group);
    }

    @Override
    public SocketStages stages() {
      return loom.stages();
    }

    @Override
    public ReadinessPoller readinessPoller() throws IOException {
      return loom.readinessPoller();
    }

    @Override
    public Reactor.Builder reactor() {
      return loom.reactor();
    }

    @Override
    public List<Connector> awaitAny(
        long events, Deadline deadline, Collection<? extends Connector> connectors)
        throws IOException {
      return loom.awaitAny(events, deadline, connectors);
    }

    @Override
    public List<String> inheritedListeners() throws IOException {
      return loom.inheritedListeners();
    }

    @Override
    public Probe probe() {
      return loom.probe();
    }

    @Override
    public PacketloomStatistics statistics() {
      return loom.statistics();
    }

    @Override
    public String dump() {
      return loom.dump();
    }

    @Override
    public void close() {}
  }
}
