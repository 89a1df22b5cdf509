// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.ServedWorld.MILLI;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.ConnectToken;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.ServerKey;
import org.packetloom.message.ServerSecurity;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

/**
 * A server whose clients come, talk, move, fall silent, leave and are kicked at random over a bad
 * link, while a stranger sends noise and whatever it has overheard. All from one seed.
 */
final class ServedGame {
  private static final ServerKey KEY = ServerKey.of(new byte[32]);
  private static final TokenKey TOKENS = TokenKey.of(new byte[32]);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final LinkConditions DEAD = LinkConditions.builder().loss(1).build();
  private static final int CHANNEL = 1;

  /** One end of a conversation: what it has sent and got, by counting. */
  private static final class Tally {
    private int sent;
    private int got;

    void send(MessageEndpoint endpoint) throws Exception {
      if (endpoint.ended().isEmpty()
          && endpoint.trySend(CHANNEL, ByteBuffer.allocate(4 + sent % 900).putInt(0, sent)) >= 0) {
        sent++;
      }
    }

    void take(MessageEndpoint endpoint) {
      endpoint.drain(
          CHANNEL,
          message -> {
            assertThat(message.payload().getInt(0)).isEqualTo(got);
            assertThat(message.size()).isEqualTo(4 + got % 900);
            got++;
          });
    }
  }

  private final SplittableRandom random;
  private final int mode;
  private final LinkConditions link;
  private final ServedWorld world;
  private final Map<ServedWorld.Party, Tally> clients = new HashMap<>();
  private final Map<ServedPeer, Tally> peers = new HashMap<>();
  private final Map<Long, Integer> kicked = new HashMap<>();
  private final List<ServedWorld.Party> present = new ArrayList<>();
  private final SocketAddress stranger = ServedWorld.address(1 << 20, 666);
  private long strangerSent;
  private int addresses;

  ServedGame(long seed) {
    random = new SplittableRandom(seed);
    mode = random.nextInt(4);
    link =
        LinkConditions.builder()
            .loss(random.nextInt(4) * 0.08)
            .delay(Duration.ofMillis(random.nextInt(80)))
            .jitter(Duration.ofMillis(random.nextInt(20)))
            .keepOrder(random.nextBoolean())
            .reordering(random.nextInt(3) * 0.05)
            .reorderDelay(Duration.ofMillis(120))
            .duplication(random.nextInt(3) * 0.05)
            .corruption(random.nextInt(3) * 0.01)
            .build();
    long start = random.nextLong() >> random.nextInt(2, 60);
    long first = random.nextBoolean() ? 0 : (1L << (random.nextBoolean() ? 16 : 32)) - 50;
    world = new ServedWorld(serverConfig(), link, random.nextLong(), start, first);
  }

  private MessageServerConfig serverConfig() {
    ServerSecurity security =
        switch (mode) {
          case 0 -> ServerSecurity.PLAIN;
          case 1 -> ServerSecurity.ENCRYPTED;
          case 2 -> ServerSecurity.encrypted(KEY);
          default -> new ServerSecurity.Tokens(TOKENS, Set.of(), () -> NOW);
        };
    return MessageServerConfig.of(MessageConfig.DEFAULT)
        .security(security)
        .maxConnections(random.nextInt(2, 8));
  }

  private void join() {
    ClientSecurity security =
        switch (mode) {
          case 0 -> ClientSecurity.PLAIN;
          case 1 -> ClientSecurity.ENCRYPTED;
          case 2 -> ClientSecurity.pinned(KEY.publicKey());
          default ->
              ClientSecurity.token(
                  ConnectToken.issue(TOKENS, TokenGrant.of(0, 1, NOW.plusSeconds(60))));
        };
    var config = MessageClientConfig.of(MessageConfig.DEFAULT).security(security);
    var party = world.join(config, ServedWorld.address(++addresses, 4000));
    clients.put(party, new Tally());
    present.add(party);
  }

  void play() throws Exception {
    for (int turn = 0; turn < 400; turn++) {
      act();
      world.now += random.nextLong(60 * MILLI);
      world.step();
      take();
    }
    settle();
    check();
  }

  private void act() throws Exception {
    if (present.isEmpty()) {
      join();
    }
    var party = present.get(random.nextInt(present.size()));
    switch (random.nextInt(24)) {
      case 0 -> join();
      case 1 -> {
        party.client.close(DisconnectReason.NORMAL, world.now);
        present.remove(party);
      }
      case 2 -> kick(party);
      case 3 -> party.moveTo(ServedWorld.address(++addresses, 4000));
      case 4 -> party.up.conditions(random.nextBoolean() ? DEAD : link);
      case 5 -> party.down.conditions(random.nextBoolean() ? DEAD : link);
      case 6, 7, 8 -> noise();
      default -> talk(party);
    }
    if (random.nextInt(4) == 0) {
      present.forEach(
          each -> {
            each.up.conditions(link);
            each.down.conditions(link);
          });
    }
  }

  private void kick(ServedWorld.Party party) {
    long id = ServedWorld.id(party);
    int code = random.nextInt(1 << 16);
    if (world.server.disconnect(id, code, world.now)) {
      kicked.put(id, code);
    }
  }

  private void talk(ServedWorld.Party party) throws Exception {
    if (party.client.endpoint().isPresent()) {
      clients.get(party).send(party.client.endpoint().get());
    }
    var peer = world.server.connection(ServedWorld.id(party));
    if (peer.isPresent()) {
      peers.computeIfAbsent(peer.get(), any -> new Tally()).send(peer.get().endpoint());
    }
  }

  /** Something overheard, perhaps damaged, from the stranger; or from whom it was overheard. */
  private void noise() {
    if (world.toServer.isEmpty()) {
      return;
    }
    var overheard = world.toServer.get(random.nextInt(world.toServer.size()));
    byte[] bytes = overheard.bytes().clone();
    for (int flips = random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    if (bytes[0] > 0) {
      HandshakeBytes.sum(bytes);
    }
    boolean isOwn = random.nextBoolean();
    if (isOwn) {
      strangerSent += bytes.length;
    }
    world.server.receive(ByteBuffer.wrap(bytes), isOwn ? stranger : overheard.address(), world.now);
  }

  private void take() {
    clients.forEach((party, tally) -> party.client.endpoint().ifPresent(tally::take));
    world.server.drainActive(
        peer -> peers.computeIfAbsent(peer, any -> new Tally()).take(peer.endpoint()));
  }

  /** Lets everything end: those that can hear each other deliver what they have first. */
  private void settle() {
    present.forEach(
        each -> {
          each.up.conditions(link);
          each.down.conditions(link);
        });
    for (int i = 0; i < 12; i++) {
      world.run(SECOND);
      take();
    }
    for (var each : present) {
      var peer = world.server.connection(ServedWorld.id(each));
      if (each.client.ended().isEmpty() && peer.isPresent()) {
        assertThat(peers.get(peer.get()).got).isEqualTo(clients.get(each).sent);
        assertThat(clients.get(each).got).isEqualTo(peers.get(peer.get()).sent);
      }
    }
    present.forEach(each -> each.client.close(DisconnectReason.NORMAL, world.now));
    world.run(SECOND);
    world.server.close(world.now);
    world.run(25 * SECOND);
    take();
  }

  private void check() {
    assertThat(world.server.states()).isZero();
    assertThat(world.server.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    var connected = new HashSet<ServedPeer>();
    var ended = new HashSet<ServedPeer>();
    for (ServerEvent event : world.events) {
      switch (event) {
        case ServerEvent.Connected(var peer) -> assertThat(connected.add(peer)).isTrue();
        case ServerEvent.Moved(var peer, _) -> assertThat(connected).contains(peer);
        case ServerEvent.Disconnected(var peer, var reason) -> {
          assertThat(connected).contains(peer);
          assertThat(ended.add(peer)).isTrue();
          assertThat(peer.ended()).contains(reason);
        }
      }
    }
    assertThat(ended).isEqualTo(connected);
    assertThat(world.server.stats().accepted()).isEqualTo(connected.size());
    for (var party : clients.keySet()) {
      var reason = party.client.ended().orElseThrow();
      if (reason.kind() == DisconnectReason.Kind.KICKED) {
        assertThat(kicked.get(ServedWorld.id(party))).isEqualTo(reason.code());
      }
    }
    long got =
        world.toClients.stream()
            .filter(each -> each.address().equals(stranger))
            .mapToLong(each -> each.bytes().length)
            .sum();
    assertThat(got).isLessThanOrEqualTo(strangerSent);
  }
}
