// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.time.Duration;
import org.packetloom.Packetloom;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;

/** One thread that pumps a {@link Reactor} of ours, which does nothing but {@link Role#CASCADE}. */
final class PacketloomReactorServer implements PeerServer {
  private Packetloom loom; // set by start

  @Override
  public int start(ServerPlan plan) throws IOException {
    loom = Packetloom.open();
    return 0;
  }

  @Override
  public Work work(ServerPlan plan, int port) {
    return new PumpedCascade(loom, plan.variant());
  }

  private static final class PumpedCascade extends CascadeOfLoop {
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MILLIS);

    private final Packetloom loom;
    private final String kind;
    private Reactor reactor; // null before there is a ring
    private PacketloomRing.Watchable ring; // null before it is opened

    PumpedCascade(Packetloom loom, String kind) {
      this.loom = loom;
      this.kind = kind;
    }

    @Override
    Ring openWatched(int places) throws IOException {
      if (ring != null) {
        reactor.close();
        ring.close();
      }
      reactor = loom.reactor().workers(0).open();
      ring = PacketloomRing.open(loom, kind, places, Ring.Buffers.OF_THREAD);
      for (int i = 0; i < places; i++) {
        int index = i;
        reactor.register(ring.readable(i), Events.READ, _ -> passOn(index));
      }
      return ring;
    }

    @Override
    boolean passOnReady() {
      return reactor.processEvents(PATIENCE) > 0;
    }
  }
}
