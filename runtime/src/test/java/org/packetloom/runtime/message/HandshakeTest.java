// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.ServedWorld.MILLI;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint.State;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.ServerKey;
import org.packetloom.message.ServerSecurity;

class HandshakeTest {
  private static final MessageServerConfig SERVER = MessageServerConfig.of(MessageConfig.DEFAULT);
  private static final MessageClientConfig CLIENT = MessageClientConfig.of(MessageConfig.DEFAULT);
  private static final ServerKey KEY = ServerKey.of(new byte[32]);
  private static final LinkConditions SLOW =
      LinkConditions.builder().delay(Duration.ofMillis(25)).build();

  /** Each way to protect a connection, but with tokens. */
  record Mode(ClientSecurity client, ServerSecurity server) {
    MessageServerConfig serverConfig() {
      return SERVER.security(server);
    }

    MessageClientConfig clientConfig() {
      return CLIENT.security(client);
    }
  }

  static Stream<Mode> modes() {
    return Stream.of(
        new Mode(ClientSecurity.PLAIN, ServerSecurity.PLAIN),
        new Mode(ClientSecurity.ENCRYPTED, ServerSecurity.ENCRYPTED),
        new Mode(ClientSecurity.ENCRYPTED, ServerSecurity.encrypted(KEY)),
        new Mode(ClientSecurity.pinned(KEY.publicKey()), ServerSecurity.encrypted(KEY)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void connectsInTwoRoundTripsAndCarriesMessages(Mode mode) throws Exception {
    var world = new ServedWorld(mode.serverConfig(), SLOW, 1);
    var party = world.join(mode.clientConfig());
    world.run(99 * MILLI);
    assertThat(party.client.state()).isEqualTo(State.RESPONDING);
    world.run(MILLI);
    assertThat(party.client.state()).isEqualTo(State.CONNECTED);
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text("up"));
    world.run(40 * MILLI);
    assertThat(world.events).hasSize(1);
    ServedPeer peer = world.events.getFirst().peer();
    assertThat(world.events.getFirst()).isEqualTo(new ServerEvent.Connected(peer));
    assertThat(peer.id()).isEqualTo(party.client.connectionId());
    assertThat(peer.address()).isEqualTo(party.address);
    assertThat(take(peer)).isEqualTo("up");
    peer.endpoint().send(1, ServedWorld.text("down"));
    world.run(40 * MILLI);
    try (var message = party.client.endpoint().orElseThrow().poll(1).orElseThrow()) {
      assertThat(message.toBytes()).isEqualTo("down".getBytes());
    }
  }

  private static String take(ServedPeer peer) {
    try (var message = peer.endpoint().poll(1).orElseThrow()) {
      return new String(message.toBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.1, 0.2, 0.3})
  void connectsOverLossDuplicatesReorderingAndDamage(double loss) {
    var link =
        LinkConditions.builder()
            .loss(loss)
            .delay(Duration.ofMillis(25))
            .jitter(Duration.ofMillis(20))
            .keepOrder(false)
            .reordering(0.1)
            .reorderDelay(Duration.ofMillis(150))
            .duplication(0.1)
            .corruption(0.02)
            .build();
    int tries = 24;
    for (int seed = 0; seed < tries; seed++) {
      Mode mode = modes().toList().get(seed % 4);
      var world = new ServedWorld(mode.serverConfig(), link, seed);
      var party = world.join(mode.clientConfig().handshakeTimeout(Duration.ofSeconds(20)));
      ServedPeer peer = world.connect(party);
      // Whatever is still under way makes nothing new.
      world.run(5 * SECOND);
      assertThat(world.events).as("seed %d", seed).containsExactly(new ServerEvent.Connected(peer));
      assertThat(world.server.stats().accepted()).isEqualTo(1);
      assertThat(party.client.state()).isEqualTo(State.CONNECTED);
    }
  }

  @Test
  void otherProtocolIsRefused() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join(MessageClientConfig.of(MessageConfig.builder().protocolId(7).build()));
    world.run(SECOND);
    assertThat(party.client.ended())
        .contains(DisconnectReason.of(DisconnectReason.Kind.PROTOCOL_MISMATCH));
    assertThat(party.client.state()).isEqualTo(State.DISCONNECTED);
    assertThat(party.client.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(world.toServer).hasSize(1);
    assertThat(world.toClients).hasSize(1);
    assertThat(world.toClients.getFirst().bytes().length)
        .isLessThanOrEqualTo(world.toServer.getFirst().bytes().length);
  }

  @Test
  void otherVersionIsRefusedInBothDirections() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join(CLIENT);
    world.run(MILLI);
    byte[] request = world.toServer.getFirst().bytes().clone();
    request[1] = 2;
    HandshakeBytes.sum(request);
    world.server.receive(HandshakeBytes.wrap(request), party.address, world.now);
    world.run(0);
    byte[] refusal = world.toClients.getLast().bytes();
    assertThat(refusal[0]).isEqualTo((byte) 5);
    // A server of a later version says so in its own.
    refusal[1] = 2;
    HandshakeBytes.sum(refusal);
    party.client.receive(HandshakeBytes.wrap(refusal), world.now);
    assertThat(party.client.ended())
        .contains(DisconnectReason.of(DisconnectReason.Kind.PROTOCOL_MISMATCH));
  }

  @Test
  void otherSecurityIsRefusedNotDowngraded() {
    List<ClientSecurity> clients =
        List.of(
            ClientSecurity.PLAIN, ClientSecurity.ENCRYPTED, ClientSecurity.pinned(KEY.publicKey()));
    for (ClientSecurity client : clients) {
      var wrong =
          client == ClientSecurity.PLAIN ? ServerSecurity.encrypted(KEY) : ServerSecurity.PLAIN;
      var world = new ServedWorld(SERVER.security(wrong), SLOW, 1);
      var party = world.join(CLIENT.security(client));
      world.run(SECOND);
      assertThat(party.client.ended())
          .contains(DisconnectReason.of(DisconnectReason.Kind.PROTOCOL_MISMATCH));
    }
  }

  @Test
  void serverWithAnotherKeyIsNotTrusted() {
    var world = new ServedWorld(SERVER.security(ServerSecurity.encrypted(KEY)), SLOW, 1);
    var other = ServerKey.generate().publicKey();
    var party = world.join(CLIENT.security(ClientSecurity.pinned(other)));
    world.run(11 * SECOND);
    assertThat(party.client.ended())
        .contains(DisconnectReason.of(DisconnectReason.Kind.HANDSHAKE_TIMEOUT));
    assertThat(world.events).isEmpty();
  }

  @Test
  void fullServerRefusesUntilOneLeaves() {
    var world = new ServedWorld(SERVER.maxConnections(2), SLOW, 1);
    world.connect(world.join());
    ServedPeer second = world.connect(world.join());
    var third = world.join();
    world.run(SECOND);
    assertThat(third.client.ended())
        .contains(DisconnectReason.of(DisconnectReason.Kind.SERVER_FULL));
    second.disconnect(0, world.now);
    world.run(SECOND);
    world.connect(world.join());
    assertThat(world.server.connectionCount()).isEqualTo(2);
  }

  @Test
  void deniedClientKnowsTheCode() {
    var world =
        new ServedWorld(
            SERVER.admission(
                request ->
                    request.address().equals(ServedWorld.address(1, 4000))
                        ? OptionalInt.of(42)
                        : OptionalInt.empty()),
            SLOW,
            1);
    var denied = world.join();
    world.run(SECOND);
    assertThat(denied.client.ended()).contains(DisconnectReason.denied(42));
    assertThat(world.server.stats().pending()).isZero();
    world.connect(world.join());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5_000_000_000L, -7_000_000_000L, Long.MAX_VALUE / 2, 1L << 40})
  void clientMadeAtAnyTimeHasItsWholeTimeout(long start) {
    // The seed's client timed out at once if it was made later than its timeout (B18).
    var world = new ServedWorld(SERVER, SLOW, 1, start, 0);
    var lonely = new ClientEndpoint(CLIENT, world.random, start, 0);
    lonely.advance(start);
    lonely.advance(start + 10 * SECOND - 1);
    assertThat(lonely.ended()).isEmpty();
    lonely.advance(start + 10 * SECOND);
    assertThat(lonely.ended())
        .contains(DisconnectReason.of(DisconnectReason.Kind.HANDSHAKE_TIMEOUT));
    world.connect(world.join());
    world.run(20 * SECOND);
    assertThat(world.server.connectionCount()).isEqualTo(1);
  }

  @Test
  void requestsAreRepeatedWithBackOff() {
    var client = new ClientEndpoint(CLIENT, new java.util.SplittableRandom(1), 0, 0);
    var into = HandshakeBytes.wrap(new byte[1200]);
    var times = new java.util.ArrayList<Long>();
    for (long now = client.nextDeadline(); client.ended().isEmpty(); now = client.nextDeadline()) {
      client.advance(now);
      if (client.transmit(into.clear(), now)) {
        times.add(now / MILLI);
      }
    }
    assertThat(times).startsWith(0L, 100L, 250L, 475L, 812L, 1318L, 2078L, 3078L, 4078L);
    assertThat(times).hasSizeLessThan(16);
  }

  @Test
  void oneRequestGetsOneAnswerThatIsNotLarger() {
    // The seed answered one request of 519 bytes with 50 challenges (B14).
    for (Mode mode : modes().toList()) {
      var world = new ServedWorld(mode.serverConfig(), LinkConditions.PERFECT, 1);
      var party = world.join(mode.clientConfig());
      world.connect(party);
      var requests = world.toServer.stream().map(ServedWorld.Sent::bytes).toList();
      for (byte[] request : requests) {
        if (request[0] < 0) {
          continue;
        }
        var other = new ServedWorld(mode.serverConfig(), LinkConditions.PERFECT, 2);
        other.server.receive(HandshakeBytes.wrap(request), party.address, 0);
        other.run(60 * SECOND);
        long bytes = other.toClients.stream().mapToLong(each -> each.bytes().length).sum();
        assertThat(other.toClients.size()).isLessThanOrEqualTo(1);
        assertThat(bytes).isLessThanOrEqualTo(request.length);
      }
    }
  }

  @Test
  void repeatedResponsesAreAnsweredAlikeAndMakeNothingNew() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    world.run(60 * MILLI);
    // The client never hears that it was accepted.
    party.down.conditions(LinkConditions.builder().loss(1).build());
    world.run(2 * SECOND);
    assertThat(party.client.state()).isEqualTo(State.RESPONDING);
    List<byte[]> acceptances =
        world.toClients.stream().map(ServedWorld.Sent::bytes).filter(b -> b[0] == 4).toList();
    assertThat(acceptances).hasSizeGreaterThan(3);
    assertThat(acceptances).allMatch(each -> Arrays.equals(each, acceptances.getFirst()));
    assertThat(world.server.stats().pending()).isEqualTo(1);
    assertThat(world.events).isEmpty();
    // Not heard of, it is forgotten without a word.
    party.up.conditions(LinkConditions.builder().loss(1).build());
    world.run(11 * SECOND);
    assertThat(world.server.stats().pending()).isZero();
    assertThat(world.events).isEmpty();
    assertThat(world.server.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void clientThatWasAcceptedUnheardGoesOnAsking() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    world.run(99 * MILLI);
    party.up.conditions(LinkConditions.builder().loss(1).build());
    world.run(901 * MILLI);
    assertThat(party.client.state()).isEqualTo(State.CONNECTED);
    assertThat(world.server.stats().pending()).isEqualTo(1);
    party.up.conditions(SLOW);
    world.run(700 * MILLI);
    assertThat(world.server.connectionCount()).isEqualTo(1);
    int sent = world.toServer.size();
    world.run(SECOND);
    assertThat(world.toServer.size() - sent).as("asks no more").isLessThanOrEqualTo(3);
  }

  @Test
  void responseLateBySomePeriodsMakesTheClientAskAgain() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join(CLIENT.handshakeTimeout(Duration.ofMinutes(2)));
    world.run(40 * MILLI);
    party.up.conditions(LinkConditions.builder().loss(1).build());
    world.run(60 * SECOND);
    assertThat(party.client.state()).isEqualTo(State.RESPONDING);
    party.up.conditions(SLOW);
    world.connect(party);
  }

  @Test
  void clientThatGivesUpSaysNothingMore() {
    var world = new ServedWorld(SERVER, SLOW, 1);
    var party = world.join();
    world.run(60 * MILLI);
    party.client.close(DisconnectReason.NORMAL, world.now);
    assertThat(party.client.state()).isEqualTo(State.DISCONNECTED);
    assertThat(party.client.ended()).contains(DisconnectReason.NORMAL);
    assertThat(party.client.endpoint()).isEmpty();
    int sent = world.toServer.size();
    world.run(20 * SECOND);
    assertThat(world.toServer).hasSize(sent);
    assertThat(party.client.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(world.server.stats().pending()).isZero();
    assertThat(Optional.of(world.events)).contains(List.of());
  }
}
