// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.ConnectToken;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint.State;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ReceiveResult;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerKey;
import org.packetloom.message.ServerSecurity;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

class HandshakeBadInputTest {
  private static final ServerKey KEY = ServerKey.of(new byte[32]);
  private static final TokenKey TOKEN_KEY = TokenKey.of(new byte[32]);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  record Mode(ClientSecurity client, ServerSecurity server) {
    ServedWorld world(long seed) {
      var config =
          MessageServerConfig.of(MessageConfig.DEFAULT).security(server).handshakesPerSecond(0);
      return new ServedWorld(config, LinkConditions.PERFECT, seed);
    }

    ServedWorld.Party join(ServedWorld world) {
      return world.join(MessageClientConfig.of(MessageConfig.DEFAULT).security(client));
    }
  }

  static Stream<Mode> modes() {
    return Stream.of(
        new Mode(ClientSecurity.PLAIN, ServerSecurity.PLAIN),
        new Mode(ClientSecurity.ENCRYPTED, ServerSecurity.ENCRYPTED),
        new Mode(ClientSecurity.pinned(KEY.publicKey()), ServerSecurity.encrypted(KEY)),
        new Mode(
            ClientSecurity.token(
                ConnectToken.issue(TOKEN_KEY, TokenGrant.of(0, 1, NOW.plusSeconds(9)))),
            new ServerSecurity.Tokens(TOKEN_KEY, Set.of(), () -> NOW)));
  }

  /** The datagrams of a handshake, in order: up, down, up, down. */
  private static List<byte[]> handshake(ServedWorld world) {
    var datagrams = new ArrayList<byte[]>();
    for (int type = 1; type <= 4; type++) {
      for (var each : type % 2 == 1 ? world.toServer : world.toClients) {
        if (each.bytes()[0] == type) {
          datagrams.add(each.bytes());
          break;
        }
      }
    }
    assertThat(datagrams).hasSize(4);
    return datagrams;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void flippedBitOfAnyHandshakeByteIsNoticed(Mode mode) {
    var world = mode.world(1);
    var party = mode.join(world);
    world.connect(party);
    var fresh = new ClientEndpoint(party.client.config(), world.random, world.now, 0);
    for (byte[] datagram : handshake(world)) {
      for (int bit = 0; bit < 8 * datagram.length; bit++) {
        ByteBuffer changed = HandshakeBytes.wrap(datagram);
        changed.put(bit >> 3, (byte) (changed.get(bit >> 3) ^ 1 << (bit & 7)));
        assertThat(world.server.receive(changed.rewind(), party.address, world.now))
            .as("bit %d of %d at the server", bit, datagram[0])
            .isIn(ReceiveResult.MALFORMED, ReceiveResult.UNAUTHENTICATED);
        assertThat(fresh.receive(changed.rewind(), world.now))
            .as("bit %d of %d at a client", bit, datagram[0])
            .isIn(ReceiveResult.MALFORMED, ReceiveResult.UNAUTHENTICATED);
      }
    }
    assertThat(world.server.states()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void forgedBitOfAnyHandshakeByteConnectsNobody(Mode mode) {
    // As above, with a sum that is right.
    var world = mode.world(1);
    var party = mode.join(world);
    ServedPeer peer = world.connect(party);
    for (byte[] datagram : handshake(world)) {
      for (int bit = 0; bit < 8 * (datagram.length - 4); bit += 5) {
        byte[] changed = datagram.clone();
        changed[bit >> 3] ^= (byte) (1 << (bit & 7));
        HandshakeBytes.sum(changed);
        world.server.receive(ByteBuffer.wrap(changed), party.address, world.now);
        party.client.receive(ByteBuffer.wrap(changed), world.now);
      }
      world.server.transmitAll(world.now, (reply, to) -> {});
    }
    assertThat(world.server.connections()).containsExactly(peer);
    assertThat(party.client.state()).isEqualTo(State.CONNECTED);
    // Keys that were changed may wait to be heard of, as many as may be pending; then they go.
    assertThat(world.server.states()).isLessThanOrEqualTo(1 + 1024);
    world.run(20 * SECOND);
    assertThat(world.server.states()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void acceptanceThatWasTamperedWithIsNotBelieved(Mode mode) {
    for (int at = 18; at < 60; at++) {
      var world = mode.world(1);
      var party = mode.join(world);
      party.client.transmitAll(0, d -> world.server.receive(d, party.address, 0));
      world.server.transmitAll(0, (d, to) -> party.client.receive(d, 0));
      party.client.transmitAll(0, d -> world.server.receive(d, party.address, 0));
      byte[][] acceptance = {{}};
      world.server.transmitAll(0, (d, to) -> acceptance[0] = ServedWorld.bytes(d));
      byte[] changed = acceptance[0].clone();
      if (at >= changed.length - 4 || mode.client() == ClientSecurity.PLAIN) {
        continue;
      }
      changed[at] ^= 4;
      HandshakeBytes.sum(changed);
      assertThat(party.client.receive(ByteBuffer.wrap(changed), 0).isAccepted()).isFalse();
      assertThat(party.client.state()).isEqualTo(State.RESPONDING);
      assertThat(party.client.receive(ByteBuffer.wrap(acceptance[0]), 0).isAccepted()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void flippedBitOfAnyDataPacketIsNoticed(Mode mode) throws Exception {
    var world = mode.world(1);
    var party = mode.join(world);
    ServedPeer peer = world.connect(party);
    world.run(SECOND);
    var into = ByteBuffer.allocate(1200);
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text("a message"));
    assertThat(party.client.transmit(into, world.now)).isTrue();
    byte[] packet = ServedWorld.bytes(into.flip());
    for (int bit = 0; bit < 8 * packet.length; bit++) {
      ByteBuffer changed = HandshakeBytes.wrap(packet);
      changed.put(bit >> 3, (byte) (changed.get(bit >> 3) ^ 1 << (bit & 7)));
      assertThat(world.server.receive(changed, party.address, world.now).isAccepted())
          .as("bit %d", bit)
          .isFalse();
    }
    assertThat(peer.endpoint().poll(1)).isEmpty();
    assertThat(world.server.receive(ByteBuffer.wrap(packet), party.address, world.now))
        .isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(peer.endpoint().poll(1)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void replayOfEveryDatagramChangesNothing(Mode mode) throws Exception {
    var world = mode.world(1);
    var party = mode.join(world);
    ServedPeer peer = world.connect(party);
    for (int i = 0; i < 20; i++) {
      party.client.endpoint().orElseThrow().send(1, ServedWorld.text("up " + i));
      peer.endpoint().send(1, ServedWorld.text("down " + i));
      world.run(SECOND / 50);
    }
    assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(20);
    assertThat(party.client.endpoint().orElseThrow().drain(1, message -> {})).isEqualTo(20);
    var events = List.copyOf(world.events);
    replay(world, party);
    assertThat(peer.endpoint().drain(1, message -> {})).isZero();
    assertThat(party.client.endpoint().orElseThrow().drain(1, message -> {})).isZero();
    assertThat(world.server.connections()).containsExactly(peer);
    assertThat(peer.address()).isEqualTo(party.address);
    // Once more after the end: what is kept of a response goes by itself.
    party.client.close(DisconnectReason.NORMAL, world.now);
    world.run(SECOND);
    replay(world, party);
    world.run(20 * SECOND);
    assertThat(world.server.states()).isZero();
    assertThat(world.events).hasSize(events.size() + 1).containsAll(events);
    assertThat(world.server.stats().accepted()).isEqualTo(1);
    // And to a server that was started anew.
    var anew = mode.world(2);
    for (var each : world.toServer) {
      anew.server.receive(HandshakeBytes.wrap(each.bytes()), each.address(), world.now);
    }
    assertThat(anew.server.states()).isZero();
  }

  private static void replay(ServedWorld world, ServedWorld.Party party) {
    for (var each : List.copyOf(world.toServer)) {
      boolean isRequest = each.bytes()[0] == HandshakeWire.REQUEST;
      boolean isResponse = each.bytes()[0] == HandshakeWire.RESPONSE;
      for (var from : List.of(each.address(), ServedWorld.address(99, 99))) {
        var result = world.server.receive(HandshakeBytes.wrap(each.bytes()), from, world.now);
        assertThat(result.isAccepted() && !isRequest && !isResponse).isFalse();
      }
    }
    for (var each : List.copyOf(world.toClients)) {
      assertThat(party.client.receive(HandshakeBytes.wrap(each.bytes()), world.now).isAccepted())
          .isFalse();
    }
    world.server.transmitAll(world.now, (datagram, to) -> {});
  }

  @ParameterizedTest
  @MethodSource("modes")
  void randomBytesNeverThrow(Mode mode) {
    var world = mode.world(1);
    var party = mode.join(world);
    var waiting = mode.join(world);
    ServedPeer peer = world.connect(party);
    waiting.up.conditions(LinkConditions.builder().loss(1).build());
    var random = new SplittableRandom(4);
    var from = ServedWorld.address(1000, 1);
    for (int i = 0; i < 15_000; i++) {
      ByteBuffer datagram = random(random, i, peer.id());
      assertThat(world.server.receive(datagram, from, world.now).isAccepted()).isFalse();
      assertThat(datagram.hasRemaining()).isFalse();
      party.client.receive(datagram.rewind(), world.now);
      waiting.client.receive(datagram.rewind(), world.now);
    }
    assertThat(party.client.state()).isEqualTo(State.CONNECTED);
    assertThat(world.server.connections()).contains(peer);
  }

  /** Any size and bytes; often such as pass the first checks. */
  private static ByteBuffer random(SplittableRandom random, int i, long id) {
    int size = i % 3 == 0 ? random.nextInt(40) : random.nextInt(700);
    var bytes = new byte[size];
    random.nextBytes(bytes);
    if (size > 30 && i % 2 == 0) {
      bytes[0] = (byte) (i % 7);
      bytes[1] = 1;
      bytes[18] = (byte) random.nextInt(4);
      bytes[0] = bytes[0] == HandshakeWire.REQUEST ? 0 : bytes[0];
      HandshakeBytes.sum(bytes);
    } else if (size > 9 && i % 4 == 1) {
      bytes[0] = (byte) (Wire.DATA | Wire.HAS_ID | Wire.VERSION_BITS | bytes[0] & 0x20);
      ByteBuffer.wrap(bytes).putLong(1, id);
    }
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void bytesAreReadAlikeFromAnyBuffer() {
    var world = ServedWorld.perfect();
    var party = world.join();
    world.connect(party);
    var into = ByteBuffer.allocateDirect(1300).order(ByteOrder.LITTLE_ENDIAN).position(7);
    world.now += 3 * SECOND;
    assertThat(party.client.transmit(into, world.now)).isTrue();
    into.limit(into.position()).position(7);
    assertThat(world.server.receive(into, party.address, world.now))
        .isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(into.hasRemaining()).isFalse();
    assertThat(world.server.receive(ByteBuffer.allocate(0), party.address, world.now))
        .isEqualTo(ReceiveResult.MALFORMED);
    assertThat(party.client.receive(ByteBuffer.allocate(0), world.now))
        .isEqualTo(ReceiveResult.MALFORMED);
  }
}
