// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

  private static final class PumpedCascade implements Work {
    private static final Duration PATIENCE = Duration.ofSeconds(5); // for bytes that never come

    private final Packetloom loom;
    private final String kind;
    private Reactor reactor; // null before there is a ring
    private PacketloomRing.Watchable ring; // null before it is opened
    private int count;
    private int token;
    private int left; // writes that are yet to come
    private int unread; // bytes that are yet to be received
    private long failures;

    PumpedCascade(Packetloom loom, String kind) {
      this.loom = loom;
      this.kind = kind;
    }

    @Override
    public void open(int places) throws IOException {
      if (ring != null) {
        reactor.close();
        ring.close();
      }
      reactor = loom.reactor().workers(0).onFailure((_, _, _) -> failures++).open();
      ring = PacketloomRing.open(loom, kind, places);
      count = places;
      for (int i = 0; i < count; i++) {
        int index = i;
        reactor.register(ring.readable(i), Events.READ, _ -> passOn(index));
      }
    }

    @Override
    public String run(long millis) throws IOException {
      failures = 0;
      long cascades = 0;
      long began = System.nanoTime();
      long end = began + TimeUnit.MILLISECONDS.toNanos(millis);
      do {
        cascade();
        cascades++;
      } while (System.nanoTime() < end && unread == 0);
      long nanos = System.nanoTime() - began;
      if (unread > 0) {
        open(count);
      }
      return "count=%d nanos=%d errors=%d".formatted(cascades, nanos, failures + unread);
    }

    private void cascade() throws IOException {
      int active = Cascade.active(count);
      token = Cascade.nextToken(token);
      left = count - active;
      unread = count;
      for (int i = 0; i < active; i++) {
        ring.write(count, Cascade.first(i, count), token);
      }
      while (unread > 0) {
        if (reactor.processEvents(PATIENCE) == 0) {
          return;
        }
      }
    }

    private void passOn(int index) throws IOException {
      int value = ring.read(index);
      if (value != token) {
        failures++;
      }
      if (left-- > 0) {
        ring.write(index, Cascade.next(index, count), value);
      }
      unread--;
    }
  }
}
