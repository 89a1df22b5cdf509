// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.packetloom.message.LinkConditions;

/** ENet, over sockets that are not there. All of its connections share one clock. */
final class EnetPeer implements MessagePeer {
  private static final int LARGEST = 65_536;
  private static final int LENGTH_BITS = 24;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final double WHOLE = 65_536;

  /**
   * ENet as it is.
   *
   * @param enet the library
   */
  record Kind(Enet enet) implements PeerKind {
    static final String NAME = "enet";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean canDo(Setting setting) {
      return !List.of("backlog", "connections", "sockets").contains(setting.scenario());
    }

    @Override
    public OptionalLong allocatedBytes() {
      return OptionalLong.of(enet.allocated());
    }

    @Override
    public Optional<Strangers> strangers() {
      enet.time(0);
      return Optional.of(new OneStranger(new EnetPeer(enet, true), new EnetPeer(enet, false)));
    }

    @Override
    public Pair open(Need need, LinkConditions link) {
      enet.time(0);
      var pair = new Pair(new EnetPeer(enet, true), new EnetPeer(enet, false));
      connect(pair, Links.withoutLoss(link));
      return pair;
    }
  }

  private final Enet enet;
  private final MemorySegment side;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(LARGEST);
  private final ByteBuffer view = memory.asByteBuffer();

  private EnetPeer(Enet enet, boolean isClient) {
    this.enet = enet;
    side = enet.open(isClient, CHANNELS);
  }

  /** Until a session begins. */
  private static void connect(Pair pair, LinkConditions link) {
    var session = new Session(pair, link, Driver.MILLI, 0, 0);
    session.run(Session.SILENCE, Session.START - 1);
    if (((EnetPeer) pair.client()).state() != 1 || ((EnetPeer) pair.server()).state() != 1) {
      throw new IllegalStateException("ENet did not connect");
    }
  }

  private int state() {
    return enet.state(side);
  }

  private MemorySegment copied(ByteBuffer bytes) {
    int length = bytes.remaining();
    view.clear().put(bytes);
    return memory.asSlice(0, length);
  }

  @Override
  public boolean send(int channel, ByteBuffer payload, long now) {
    return enet.send(side, channel, channel != UNRELIABLE, copied(payload));
  }

  @Override
  public void receive(ByteBuffer datagram, long now) {
    enet.receive(side, copied(datagram));
  }

  @Override
  public void drain(Arrivals to, long now) {
    enet.time((int) (now / NANOS_PER_MILLI));
    for (int got = enet.poll(side, memory); got >= 0; got = enet.poll(side, memory)) {
      int length = got & (1 << LENGTH_BITS) - 1;
      to.delivered(got >> LENGTH_BITS, view.clear().limit(length));
    }
  }

  @Override
  public void flush(Consumer<ByteBuffer> to, long now) {
    enet.time((int) (now / NANOS_PER_MILLI));
    enet.flush(side);
    for (int got = enet.transmit(side, memory); got >= 0; got = enet.transmit(side, memory)) {
      to.accept(view.clear().limit(got));
    }
  }

  /** It does not tell, and whoever uses it asks often. */
  @Override
  public long nextDeadline(long now) {
    return now + NANOS_PER_MILLI;
  }

  @Override
  public boolean isAlive() {
    return state() >= 0;
  }

  @Override
  public OptionalDouble lossEstimate(long now) {
    return OptionalDouble.of(enet.loss(side) / WHOLE);
  }

  /** Nothing but its own work, in C. */
  int work(MessagePeer other, boolean isReliable, int length, int burst, int ticks) {
    return enet.work(side, ((EnetPeer) other).side, isReliable, length, burst, ticks);
  }

  /** A client that falls silent after its first datagram. */
  private record OneStranger(EnetPeer client, EnetPeer server) implements Strangers {
    @Override
    public long ask(int number) {
      long[] asked = {0};
      client.drain((_, _) -> {}, 0);
      client.flush(
          datagram -> {
            asked[0] += datagram.remaining() + OVERHEAD;
            server.receive(datagram, 0);
          },
          0);
      return asked[0];
    }

    @Override
    public long answered(int seconds) {
      long[] answered = {0};
      for (long now = 0; now < seconds * 1_000_000_000L; now += NANOS_PER_MILLI) {
        server.drain((_, _) -> {}, now);
        server.flush(datagram -> answered[0] += datagram.remaining() + OVERHEAD, now);
      }
      return answered[0];
    }

    /** There is one client for one server. */
    @Override
    public boolean areMany() {
      return false;
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  @Override
  public void close() {
    enet.close(side);
    arena.close();
  }
}
