// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.ServedWorld.MILLI;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.DisconnectReason.Kind;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint.State;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.SharedPayload;

class ServedTest {
  private static final MessageServerConfig SERVER = MessageServerConfig.of(MessageConfig.DEFAULT);
  private static final LinkConditions SLOW =
      LinkConditions.builder().delay(Duration.ofMillis(25)).build();
  private static final LinkConditions DEAD = LinkConditions.builder().loss(1).build();

  @Test
  void kickedClientKnowsTheCodeAtOnce() {
    // The seed's server queued the news in an endpoint that it then dropped (B17).
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    assertThat(world.server.disconnect(peer.id(), 77, world.now)).isTrue();
    assertThat(peer.ended()).contains(DisconnectReason.kicked(77));
    assertThat(world.server.connection(peer.id())).isEmpty();
    world.run(25 * MILLI);
    assertThat(world.events.getLast())
        .isEqualTo(new ServerEvent.Disconnected(peer, DisconnectReason.kicked(77)));
    assertThat(party.client.ended()).contains(DisconnectReason.kicked(77));
    assertThat(party.client.state()).isEqualTo(State.DISCONNECTED);
    assertThat(world.server.disconnect(peer.id(), 1, world.now)).isFalse();
    world.run(4 * SECOND);
    assertThat(world.server.states()).isZero();
    assertThat(world.server.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void closingIsToldThreeTimesApart() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    party.down.conditions(DEAD);
    world.run(100 * MILLI);
    int before = world.toClients.size();
    peer.disconnect(5, world.now);
    var times = new HashSet<Long>();
    for (int i = 0; i < 1000; i++) {
      int sent = world.toClients.size();
      world.now += MILLI;
      world.step();
      if (world.toClients.size() > sent) {
        times.add(world.now);
      }
    }
    assertThat(world.toClients.size() - before).isEqualTo(3);
    assertThat(times).hasSize(3);
  }

  @Test
  void clientThatMissedTheEndIsToldWhenItGoesOn() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    party.down.conditions(DEAD);
    peer.disconnect(5, world.now);
    world.run(SECOND);
    int told = world.toClients.size();
    party.down.conditions(SLOW);
    assertThat(party.client.ended()).isEmpty();
    world.run(2 * SECOND);
    assertThat(party.client.ended()).contains(DisconnectReason.kicked(5));
    assertThat(world.toClients.size() - told).isEqualTo(1);
    world.run(2 * SECOND);
    assertThat(world.server.states()).isZero();
  }

  @Test
  void messagesThatArrivedBeforeTheEndCanStillBeTaken() throws Exception {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text("last words"));
    world.run(SECOND);
    party.client.close(DisconnectReason.NORMAL, world.now);
    world.run(SECOND);
    assertThat(peer.ended()).contains(DisconnectReason.NORMAL);
    assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(1);
  }

  @Test
  void serverHearsOfClientsThatLeave() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    party.client.close(DisconnectReason.NORMAL, world.now);
    assertThat(party.client.state()).isEqualTo(State.CLOSING);
    world.run(25 * MILLI);
    assertThat(world.events.getLast())
        .isEqualTo(new ServerEvent.Disconnected(peer, DisconnectReason.NORMAL));
    world.run(SECOND);
    assertThat(party.client.state()).isEqualTo(State.DISCONNECTED);
    assertThat(world.server.states()).isZero();
  }

  @Test
  void severalThatExpireInOneTickAllGo() {
    // The seed's server panicked, or took the wrong client away (B16).
    var world = new ServedWorld(SERVER, SLOW, 1);
    var survivor = world.join();
    ServedPeer kept = world.connect(survivor);
    var pending = new ArrayList<ServedWorld.Party>();
    for (int i = 0; i < 5; i++) {
      pending.add(world.join());
    }
    world.run(60 * MILLI);
    pending.forEach(each -> each.up.conditions(DEAD));
    world.run(30 * MILLI);
    assertThat(world.server.stats().pending()).isEqualTo(5);
    var connected = new ArrayList<ServedPeer>();
    for (int i = 0; i < 5; i++) {
      var party = world.join();
      connected.add(world.connect(party));
      party.up.conditions(DEAD);
    }
    // All deadlines pass in one call.
    world.run(5 * SECOND);
    survivor.client.endpoint().orElseThrow();
    for (int i = 0; i < 30; i++) {
      world.now += SECOND;
      world.step();
    }
    assertThat(world.server.connections()).containsExactly(kept);
    assertThat(world.server.stats().pending()).isZero();
    for (ServedPeer each : connected) {
      assertThat(world.events)
          .contains(new ServerEvent.Disconnected(each, DisconnectReason.of(Kind.TIMED_OUT)));
    }
    assertThat(world.server.states()).isEqualTo(1);
  }

  @Test
  void manyThatExpireInOneAdvanceAllGo() {
    var world = new ServedWorld(SERVER.handshakesPerSecond(0), LinkConditions.PERFECT, 1);
    for (int i = 0; i < 100; i++) {
      world.join();
    }
    world.run(SECOND);
    assertThat(world.server.connectionCount()).isEqualTo(100);
    // Nobody is stepped but the server.
    world.server.advance(world.now + 60 * SECOND);
    world.server.transmitAll(world.now + 60 * SECOND, (datagram, to) -> {});
    assertThat(world.server.connectionCount()).isZero();
    assertThat(world.server.states()).isZero();
    int ended = 0;
    while (world.server.pollEvent().isPresent()) {
      ended++;
    }
    assertThat(ended).isEqualTo(100);
  }

  @Test
  void clientOfAServerThatIsGoneTimesOut() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    world.connect(party);
    party.down.conditions(DEAD);
    world.run(11 * SECOND);
    assertThat(party.client.ended()).contains(DisconnectReason.of(Kind.TIMED_OUT));
    assertThat(party.client.state()).isEqualTo(State.DISCONNECTED);
  }

  @Test
  void closedServerTellsAllAndTakesNoMore() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var parties = List.of(world.join(), world.join(), world.join());
    parties.forEach(world::connect);
    world.server.close(world.now);
    world.run(25 * MILLI);
    for (var each : parties) {
      assertThat(each.client.ended()).contains(DisconnectReason.NORMAL);
    }
    var late = world.join();
    world.run(SECOND);
    assertThat(late.client.ended()).contains(DisconnectReason.of(Kind.SERVER_FULL));
    assertThat(world.server.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(world.server.states()).isZero();
  }

  @Test
  void onePayloadReachesASubsetAndAll() throws Exception {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var parties = List.of(world.join(), world.join(), world.join(), world.join());
    var peers = new ArrayList<ServedPeer>();
    parties.forEach(each -> peers.add(world.connect(each)));
    var payload = SharedPayload.of(ServedWorld.text("to some"));
    assertThat(world.server.send(1, payload, peers.subList(1, 3))).isEqualTo(2);
    assertThat(world.server.broadcast(1, SharedPayload.of(ServedWorld.text("all")))).isEqualTo(4);
    world.run(200 * MILLI);
    for (int i = 0; i < 4; i++) {
      var got = new ArrayList<String>();
      parties
          .get(i)
          .client
          .endpoint()
          .orElseThrow()
          .drain(1, message -> got.add(new String(message.toBytes())));
      assertThat(got).isEqualTo(i == 1 || i == 2 ? List.of("to some", "all") : List.of("all"));
    }
  }

  @Test
  void thoseWithoutRoomOrEndedArePassedOver() throws Exception {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var first = world.connect(world.join());
    var second = world.connect(world.join());
    var third = world.connect(world.join());
    while (first.endpoint().canSend(1, 1 << 20)) {
      first.endpoint().send(1, ByteBuffer.allocate(1 << 20));
    }
    third.disconnect(0, world.now);
    var payload = SharedPayload.of(ByteBuffer.allocate(1 << 20));
    assertThat(world.server.send(1, payload, List.of(first, second, third))).isEqualTo(1);
    var large = SharedPayload.of(ByteBuffer.allocate((1 << 20) + 1));
    assertThatThrownBy(() -> world.server.broadcast(1, large))
        .isInstanceOf(MessageTooLargeException.class);
    assertThatThrownBy(() -> world.server.broadcast(9, payload))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendingNeedsNoWordToTheServer() throws Exception {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    ServedPeer peer = world.connect(party);
    world.run(500 * MILLI);
    long idle = world.server.nextDeadline();
    assertThat(idle).isGreaterThan(world.now);
    peer.endpoint().send(1, ServedWorld.text("now"));
    assertThat(world.server.nextDeadline()).isLessThanOrEqualTo(world.now);
    assertThatThrownBy(() -> peer.endpoint().transmit(ByteBuffer.allocate(2000), world.now))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void activePeersAreThoseWithSomethingToTake() throws Exception {
    var world = new ServedWorld(SERVER, LinkConditions.PERFECT, 1);
    var parties = new ArrayList<ServedWorld.Party>();
    for (int i = 0; i < 20; i++) {
      parties.add(world.join());
      world.connect(parties.getLast());
    }
    world.run(100 * MILLI);
    world.server.drainActive(each -> {});
    parties.get(7).client.endpoint().orElseThrow().send(1, ServedWorld.text("x"));
    world.step();
    Set<Long> active = new HashSet<>();
    assertThat(world.server.drainActive(each -> active.add(each.id()))).isEqualTo(1);
    assertThat(active).containsExactly(ServedWorld.id(parties.get(7)));
    assertThat(world.server.drainActive(each -> {})).isZero();
  }

  @Test
  void idsStayInTheirShard() {
    var servers = new ArrayList<ServerEndpoint>();
    var world = ServedWorld.perfect();
    for (int i = 0; i < 3; i++) {
      servers.add(new ServerEndpoint(SERVER.shard(i, 3), world.random.split(), 0, 0));
    }
    var into = ByteBuffer.allocate(1200);
    for (int i = 0; i < 30; i++) {
      var client =
          new ClientEndpoint(
              MessageClientConfig.of(MessageConfig.DEFAULT), world.random.split(), 0, 0);
      var from = ServedWorld.address(i, 1000 + i);
      int home = -1;
      for (int round = 0; round < 4; round++) {
        while (client.transmit(into.clear(), 0)) {
          int shard = ServerEndpoint.shardOf(into.flip(), from, 3);
          assertThat(home == -1 || home == shard).isTrue();
          home = shard;
          servers.get(shard).receive(into, from, 0);
        }
        servers.get(home).transmitAll(0, (datagram, to) -> client.receive(datagram, 0));
      }
      assertThat(servers.get(home).connection(client.connectionId())).isPresent();
    }
    assertThat(servers).allMatch(each -> each.connectionCount() > 0);
  }

  @Test
  void attachmentsBelongToTheApplication() {
    var world = ServedWorld.perfect();
    ServedPeer peer = world.connect(world.join());
    assertThat(peer.attachment(String.class)).isEmpty();
    peer.attach("player");
    assertThat(peer.attachment(String.class)).contains("player");
    assertThat(peer.attachment(Integer.class)).isEmpty();
    assertThat(peer.clientId()).isZero();
    assertThat(peer.userData().remaining()).isZero();
  }

  @Test
  void countersNearTheirWrapDoNoHarm() throws Exception {
    for (long first : new long[] {(1L << 16) - 3, (1L << 32) - 3}) {
      var world = new ServedWorld(SERVER, SLOW, 1, 0, first);
      var party = world.join();
      ServedPeer peer = world.connect(party);
      for (int i = 0; i < 50; i++) {
        party.client.endpoint().orElseThrow().send(1, ServedWorld.text("m" + i));
        world.run(20 * MILLI);
      }
      world.run(100 * MILLI);
      assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(50);
      assertThat(peer.ended()).isEmpty();
    }
  }

  @Test
  void eventsThatNobodyTakesAreBounded() {
    var config = SERVER.maxConnections(1).handshakesPerSecond(0);
    var world = new ServedWorld(config, LinkConditions.PERFECT, 1);
    for (int i = 0; i < 50; i++) {
      var client =
          new ClientEndpoint(
              MessageClientConfig.of(MessageConfig.DEFAULT), world.random.split(), world.now, 0);
      for (int round = 0; round < 6; round++) {
        world.now += SECOND;
        var from = ServedWorld.address(9, 9);
        client.transmitAll(world.now, datagram -> world.server.receive(datagram, from, world.now));
        world.server.advance(world.now);
        world.server.transmitAll(world.now, (datagram, to) -> client.receive(datagram, world.now));
        if (round == 3) {
          client.close(DisconnectReason.NORMAL, world.now);
        }
      }
    }
    assertThat(world.server.stats().accepted()).isEqualTo(50);
    int events = 0;
    while (world.server.pollEvent().isPresent()) {
      events++;
    }
    assertThat(events).isEqualTo(4);
    assertThat(world.server.drainActive(each -> {})).isLessThan(70);
  }
}
