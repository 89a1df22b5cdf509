// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.ServedWorld.MILLI;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;

class ServerFloodTest {
  private static final MessageServerConfig SERVER = MessageServerConfig.of(MessageConfig.DEFAULT);
  private static final int SPOOFED = 1_000_000;
  private static final int PER_TICK = 2_000;

  @Test
  void millionSpoofedRequestsLeaveNothingAndDelayNobody() throws Exception {
    // The seed kept 1.3 MB of each (B15), and answered each with 50 datagrams (B14).
    var world = new ServedWorld(SERVER, LinkConditions.PERFECT, 1);
    world.isRecording = false;
    var party = world.join();
    ServedPeer peer = world.connect(party);
    var random = new SplittableRandom(5);
    byte[] request = request(random);
    long bytesIn = 0;
    long[] bytesOut = {0};
    int[] largestTick = {0};
    for (int sent = 0; sent < SPOOFED; sent += PER_TICK) {
      world.now += MILLI;
      for (int i = 0; i < PER_TICK; i++) {
        change(request, random);
        var from = ServedWorld.address(random.nextInt(1 << 24) | 1 << 23, 1024 + i);
        world.server.receive(ByteBuffer.wrap(request), from, world.now);
        bytesIn += request.length;
      }
      party.client.endpoint().orElseThrow().send(1, ServedWorld.text("still here"));
      world.step();
      largestTick[0] = Math.max(largestTick[0], world.stray);
      bytesOut[0] += world.stray * 30L;
      world.stray = 0;
      // Delivered in the tick in which it was sent.
      assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(1);
    }
    assertThat(world.server.states()).isEqualTo(1);
    assertThat(world.server.stats().pending()).isZero();
    assertThat(bytesOut[0]).isPositive().isLessThan(bytesIn);
    assertThat(largestTick[0]).isLessThanOrEqualTo(ReplyQueue.MOST);
    world.run(SECOND);
    world.connect(world.join());
  }

  /** A genuine request. */
  private static byte[] request(SplittableRandom random) {
    var client = new ClientEndpoint(MessageClientConfig.of(MessageConfig.DEFAULT), random, 0, 0);
    var into = ByteBuffer.allocate(1200);
    client.transmit(into, 0);
    return ServedWorld.bytes(into.flip());
  }

  private static void change(byte[] request, SplittableRandom random) {
    ByteBuffer.wrap(request).putLong(2, random.nextLong());
    HandshakeBytes.sum(request);
  }

  @Test
  void spoofedResponsesLeaveNothing() {
    var world = ServedWorld.perfect();
    var party = world.join();
    world.connect(party);
    byte[] response =
        world.toServer.stream()
            .map(ServedWorld.Sent::bytes)
            .filter(each -> each[0] == HandshakeWire.RESPONSE)
            .findFirst()
            .orElseThrow();
    var random = new SplittableRandom(6);
    for (int i = 0; i < 50_000; i++) {
      // Another address, another nonce, or another cookie.
      byte[] forged = response.clone();
      var from = (InetSocketAddress) party.address;
      switch (i % 3) {
        case 0 -> from = ServedWorld.address(random.nextInt(1 << 24) | 1 << 23, 5);
        case 1 -> ByteBuffer.wrap(forged).putLong(2, random.nextLong());
        default -> ByteBuffer.wrap(forged).putLong(28, random.nextLong());
      }
      HandshakeBytes.sum(forged);
      world.server.receive(ByteBuffer.wrap(forged), from, world.now);
    }
    assertThat(world.server.states()).isEqualTo(1);
    assertThat(world.server.stats().forged()).isEqualTo(50_000);
    assertThat(world.server.transmitAll(world.now, (datagram, to) -> {})).isZero();
  }

  @Test
  void pendingClientsAreBounded() {
    var config = SERVER.pending(10, java.time.Duration.ofSeconds(5)).handshakesPerSecond(0);
    var world = new ServedWorld(config, LinkConditions.PERFECT, 1);
    List<ServedWorld.Party> parties = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      parties.add(world.join());
      // Everything arrives but the last step of each.
      parties.get(i).down.conditions(LinkConditions.builder().loss(0).build());
    }
    parties.forEach(each -> each.up.conditions(loseAfter(2)));
    for (int i = 0; i < 200; i++) {
      world.now += 10 * MILLI;
      for (var each : parties) {
        if (each.client.connectionId() != 0) {
          each.up.conditions(LinkConditions.builder().loss(1).build());
        }
      }
      world.step();
      assertThat(world.server.stats().pending()).isLessThanOrEqualTo(10);
      assertThat(world.server.states()).isLessThanOrEqualTo(30);
    }
  }

  @Test
  void oneAddressCannotTakeAllPlacesOfPendingClients() {
    var world =
        new ServedWorld(
            SERVER.pending(40, java.time.Duration.ofSeconds(10)), LinkConditions.PERFECT, 1);
    var random = new SplittableRandom(8);
    var into = ByteBuffer.allocate(1200);
    for (int i = 0; i < 80; i++) {
      var client = new ClientEndpoint(MessageClientConfig.of(MessageConfig.DEFAULT), random, 0, 0);
      var from = ServedWorld.address(77, 1 + i);
      for (int round = 0; round < 2; round++) {
        client.transmit(into.clear(), world.now);
        world.server.receive(into.flip(), from, world.now);
        world.server.transmitAll(world.now, (datagram, to) -> client.receive(datagram, world.now));
      }
    }
    assertThat(world.server.stats().pending()).isEqualTo(10);
    world.connect(world.join());
    world.run(11 * SECOND);
    assertThat(world.server.stats().pending()).isZero();
  }

  private static LinkConditions loseAfter(int millis) {
    return LinkConditions.builder().delay(java.time.Duration.ofMillis(millis)).build();
  }

  @Test
  void oneAddressIsAnsweredByItsRateOnly() {
    var world = new ServedWorld(SERVER.handshakesPerSecond(10), LinkConditions.PERFECT, 1);
    var random = new SplittableRandom(7);
    byte[] request = request(random);
    int answered = 0;
    for (int i = 0; i < 10_000; i++) {
      world.now += MILLI;
      change(request, random);
      // Another port each time does not help.
      world.server.receive(ByteBuffer.wrap(request), ServedWorld.address(77, 1 + i), world.now);
      answered += world.server.transmitAll(world.now, (datagram, to) -> {});
    }
    // Ten seconds at ten a second, and the burst.
    assertThat(answered).isBetween(100, 121);
    assertThat(world.server.stats().limited()).isEqualTo(10_000 - answered);
    var other = world.join();
    world.connect(other);
  }
}
