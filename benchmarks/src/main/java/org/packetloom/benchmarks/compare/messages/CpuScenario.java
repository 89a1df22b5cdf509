// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.packetloom.message.LinkConditions;

/** How much processor time messages take, with no link between two ends of one thread. */
final class CpuScenario implements Scenario {
  private static final int BURST = 100;
  private static final long TICK = 1_000_000_000 / 60;
  private static final int TICKS = 500;
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final long NANOS = 1_000_000_000L;
  private static final long QUICK_PART = 4;
  private static final int LARGE = 1000;
  private static final String UNRELIABLE = "unreliable";

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String summary() {
    return "messages of 32 and 1000 B each second and core, 100 each tick, without a link";
  }

  @Override
  public String note() {
    return "Cpu: 100 messages each tick from one end to the other, in one thread, nothing lost or"
        + " delayed; messages per second of processor time, both ends together, and bytes allocated"
        + " for each. ENet's loop is in C.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    List<Setting> settings = new ArrayList<>();
    for (int bytes : new int[] {32, LARGE}) {
      for (String variant : List.of("reliable", UNRELIABLE)) {
        Setting setting = Setting.of(name(), Driver.LOOP, bytes).withVariant(variant);
        settings.add(setting.withSeconds(isQuick ? 0 : 1));
      }
    }
    return settings;
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("messages_per_cpu_s");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    long part = setting.seconds() == 0 ? QUICK_PART : 1;
    boolean isReliable = !setting.variant().equals(UNRELIABLE);
    try (Pair pair = peer.open(PeerKind.Need.UNLIMITED, LinkConditions.PERFECT)) {
      Work work =
          pair.client() instanceof EnetPeer enet
              ? ticks -> enet.work(pair.server(), isReliable, setting.bytes(), BURST, ticks)
              : new Ticks(pair, isReliable, setting.bytes());
      work.forCpuTime(WARM_UP_NANOS / part);
      long bytesBefore = Cost.allocatedBytes();
      long[] done = work.forCpuTime(NANOS / part);
      double arrived = done[0];
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("messages_per_cpu_s", arrived / done[1] * 1e9);
      figures.put("allocated_bytes_each", (Cost.allocatedBytes() - bytesBefore) / arrived);
      return Outcome.of(figures, done[2]);
    }
  }

  /** Moves messages. */
  private interface Work {
    /** How many arrived in so many ticks. */
    long run(int ticks);

    /** How many arrived, in what processor time, and how many did not. */
    default long[] forCpuTime(long nanos) {
      long begin = Cost.cpuNanos();
      long arrived = 0;
      long sent = 0;
      long used = 0;
      while (used < nanos) {
        arrived += run(TICKS);
        sent += (long) TICKS * BURST;
        used = Cost.cpuNanos() - begin;
      }
      return new long[] {arrived, used, Math.max(0, sent - arrived)};
    }
  }

  /** In Java, by way of what all peers have. */
  private static final class Ticks implements Work {
    private final Pair pair;
    private final int channel;
    private final ByteBuffer payload;
    private final Consumer<ByteBuffer> toServer; // made once, to allocate nothing
    private final Consumer<ByteBuffer> toClient;
    private final MessagePeer.Arrivals counting = (_, _) -> this.arrived++;
    private long arrived;
    private long now = Session.START;

    Ticks(Pair pair, boolean isReliable, int bytes) {
      this.pair = pair;
      channel = isReliable ? MessagePeer.BULK : MessagePeer.UNRELIABLE;
      payload = ByteBuffer.allocate(bytes);
      toServer = datagram -> pair.server().receive(datagram, now);
      toClient = datagram -> pair.client().receive(datagram, now);
    }

    @Override
    public long run(int ticks) {
      long before = arrived;
      MessagePeer client = pair.client();
      MessagePeer server = pair.server();
      for (int tick = 0; tick < ticks; tick++) {
        now += TICK;
        for (int i = 0; i < BURST; i++) {
          client.send(channel, payload.clear(), now);
        }
        client.flush(toServer, now);
        server.drain(counting, now);
        server.flush(toClient, now);
        client.drain((_, _) -> {}, now);
      }
      return arrived - before;
    }
  }
}
