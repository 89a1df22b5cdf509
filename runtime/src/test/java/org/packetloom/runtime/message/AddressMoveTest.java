// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.ServedWorld.MILLI;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.ServerSecurity;

class AddressMoveTest {
  private static final SocketAddress OTHER = ServedWorld.address(500, 1);
  private ServedWorld world;
  private ServedWorld.Party party;
  private ServedPeer peer;
  private SocketAddress home;

  @BeforeEach
  void connect() {
    connect(true, 0);
  }

  private void connect(boolean isEncrypted, double loss) {
    var link = LinkConditions.builder().delay(Duration.ofMillis(25)).loss(loss).build();
    var server = MessageServerConfig.of(MessageConfig.DEFAULT);
    var client = MessageClientConfig.of(MessageConfig.DEFAULT);
    if (isEncrypted) {
      server = server.security(ServerSecurity.ENCRYPTED);
      client = client.security(ClientSecurity.ENCRYPTED);
    }
    world = new ServedWorld(server, link, 3);
    party = world.join(client);
    peer = world.connect(party);
    home = party.address;
    world.run(SECOND);
    world.toClients.clear();
    world.toServer.clear();
  }

  private long bytesTo(SocketAddress address) {
    return world.toClients.stream()
        .filter(each -> each.address().equals(address))
        .mapToLong(each -> each.bytes().length)
        .sum();
  }

  private void talk(String text) throws Exception {
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text(text));
    peer.endpoint().send(1, ServedWorld.text(text));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionFollowsAClientThatMoves(boolean isEncrypted) throws Exception {
    connect(isEncrypted, 0);
    party.moveTo(OTHER);
    talk("there, somewhere else");
    world.run(30 * MILLI);
    // Asked there, everything else goes to the old address until the answer is here.
    assertThat(peer.address()).isEqualTo(home);
    assertThat(bytesTo(OTHER)).isPositive().isLessThan(45);
    world.run(300 * MILLI);
    assertThat(peer.address()).isEqualTo(OTHER);
    assertThat(world.events).endsWith(new ServerEvent.Moved(peer, home));
    assertThat(world.server.stats().moves()).isEqualTo(1);
    talk("again");
    world.run(SECOND);
    var got = new ArrayList<String>();
    var client = party.client.endpoint().orElseThrow();
    client.drain(1, message -> got.add(new String(message.toBytes())));
    assertThat(got).containsExactly("there, somewhere else", "again");
    assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3})
  void clientsMoveOverLossToo(double loss) throws Exception {
    connect(true, loss);
    for (int i = 1; i <= 4; i++) {
      var next = ServedWorld.address(600 + i, i);
      party.moveTo(next);
      for (int each = 0; each < 60; each++) {
        talk("x");
        world.run(100 * MILLI);
      }
      assertThat(peer.address()).as("move %d", i).isEqualTo(next);
    }
    world.run(3 * SECOND);
    assertThat(peer.endpoint().drain(1, message -> {})).isEqualTo(240);
  }

  /** Takes a genuine packet of the client off the wire. */
  private byte[] capture() throws Exception {
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text("captured"));
    var into = ByteBuffer.allocate(1200);
    assertThat(party.client.transmit(into, world.now)).isTrue();
    return ServedWorld.bytes(into.flip());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void genuinePacketFromAnotherAddressDoesNotMoveTheConnection(boolean isEncrypted)
      throws Exception {
    connect(isEncrypted, 0);
    byte[] packet = capture();
    world.server.receive(ByteBuffer.wrap(packet), OTHER, world.now);
    world.run(20 * SECOND);
    assertThat(peer.address()).isEqualTo(home);
    assertThat(peer.ended()).isEmpty();
    assertThat(world.server.stats().moves()).isZero();
    // No more goes there than came from there.
    assertThat(bytesTo(OTHER)).isLessThanOrEqualTo(packet.length);
    assertThat(world.stray).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200})
  void spooferOfManyAddressesGetsFewDatagrams(int addresses) throws Exception {
    long bytes = 0;
    for (int i = 0; i < addresses; i++) {
      byte[] packet = capture();
      bytes += packet.length;
      world.server.receive(ByteBuffer.wrap(packet), ServedWorld.address(1000 + i, 1), world.now);
      world.run(10 * MILLI);
    }
    world.run(SECOND);
    // Two seconds and a bit: the burst of addresses, and one a second.
    assertThat(world.stray).isBetween(1, 8);
    assertThat(bytes).isGreaterThan(200 * 20);
    assertThat(peer.address()).isEqualTo(home);
    assertThat(peer.ended()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replayFromAnotherAddressIsNotEvenAskedAbout(boolean isEncrypted) throws Exception {
    connect(isEncrypted, 0);
    talk("x");
    world.run(SECOND);
    for (var each : List.copyOf(world.toServer)) {
      world.server.receive(ByteBuffer.wrap(each.bytes()), OTHER, world.now);
    }
    world.run(SECOND);
    assertThat(world.stray).isZero();
    assertThat(peer.address()).isEqualTo(home);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerFromElsewhereProvesNothing(boolean isEncrypted) throws Exception {
    connect(isEncrypted, 0);
    // Somebody in between sends a packet on from his address, and the question on to the client,
    // who answers it from where it is.
    byte[] packet = capture();
    world.server.receive(ByteBuffer.wrap(packet), OTHER, world.now);
    world.server.transmitAll(
        world.now,
        (datagram, to) -> {
          if (to.equals(OTHER)) {
            party.client.receive(datagram, world.now);
          }
        });
    world.run(SECOND);
    assertThat(peer.address()).isEqualTo(home);
    assertThat(world.server.stats().moves()).isZero();
  }
}
