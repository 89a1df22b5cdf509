// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.ServedWorld.SECOND;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.ConnectToken;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerSecurity;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

class ConnectTokenTest {
  private static final TokenKey KEY = TokenKey.of(new byte[32]);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant LATER = NOW.plusSeconds(30);
  private static final InetSocketAddress HERE = ServedWorld.address(200, 5000);
  private static final InetSocketAddress ELSEWHERE = ServedWorld.address(201, 5000);
  private static final LinkConditions SLOW =
      LinkConditions.builder().delay(Duration.ofMillis(25)).build();

  private Instant clock = NOW;

  private ServedWorld world() {
    var security = new ServerSecurity.Tokens(KEY, Set.of(HERE), () -> clock);
    return new ServedWorld(
        MessageServerConfig.of(MessageConfig.DEFAULT).security(security), SLOW, 1);
  }

  private static ServedWorld.Party join(ServedWorld world, ConnectToken token) {
    return world.join(
        MessageClientConfig.of(MessageConfig.DEFAULT).security(ClientSecurity.token(token)));
  }

  private static ConnectToken token() {
    return ConnectToken.issue(KEY, TokenGrant.of(0, 12345, LATER, HERE));
  }

  private void assertRejected(ConnectToken token, int code) {
    var world = world();
    var party = join(world, token);
    world.run(SECOND);
    assertRejected(party, code);
    assertThat(world.server.states()).isZero();
  }

  private static void assertRejected(ServedWorld.Party party, int code) {
    assertThat(party.client.ended())
        .contains(new DisconnectReason(DisconnectReason.Kind.TOKEN_REJECTED, code));
  }

  @Test
  void serverKnowsWhomTheTokenWasIssuedTo() throws Exception {
    var userData = "team blue".getBytes(StandardCharsets.UTF_8);
    var issued =
        ConnectToken.issue(KEY, TokenGrant.of(0, 12345, LATER, ELSEWHERE, HERE).userData(userData));
    var passedOn = ConnectToken.of(issued.toBytes());
    assertThat(passedOn.servers()).containsExactly(ELSEWHERE, HERE);
    assertThat(passedOn.expires()).isEqualTo(LATER);
    assertThat(passedOn.protocolId()).isZero();
    var world = world();
    var party = join(world, passedOn);
    ServedPeer peer = world.connect(party);
    assertThat(peer.clientId()).isEqualTo(12345);
    assertThat(peer.userData()).isEqualTo(ByteBuffer.wrap(userData));
    party.client.endpoint().orElseThrow().send(1, ServedWorld.text("hello"));
    world.run(SECOND);
    assertThat(peer.endpoint().poll(1)).isPresent();
  }

  @Test
  void largestTokenFitsIntoAResponse() {
    var servers = new InetSocketAddress[TokenGrant.MAX_SERVERS];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = new InetSocketAddress("2001:db8::" + (i + 1), 7000);
    }
    servers[3] = HERE;
    var grant = TokenGrant.of(0, -1, LATER, servers).userData(new byte[TokenGrant.MAX_USER_DATA]);
    var world = world();
    world.connect(join(world, ConnectToken.issue(KEY, grant)));
    assertThat(world.toServer)
        .allMatch(each -> each.bytes().length <= HandshakeWire.MOST)
        .allMatch(each -> each.bytes()[0] < 0 || each.bytes().length >= 128);
  }

  @Test
  void expiredTokenIsRejected() {
    ConnectToken token = token();
    clock = LATER.minusNanos(1);
    var world = world();
    world.connect(join(world, token));
    clock = LATER;
    assertRejected(token(), DisconnectReason.TOKEN_EXPIRED);
  }

  @Test
  void tokenForOtherServersIsRejected() {
    assertRejected(
        ConnectToken.issue(KEY, TokenGrant.of(0, 1, LATER, ELSEWHERE)),
        DisconnectReason.TOKEN_ELSEWHERE);
    var anywhere = ConnectToken.issue(KEY, TokenGrant.of(0, 1, LATER));
    var world = world();
    world.connect(join(world, anywhere));
  }

  @Test
  void tokenOfAnotherIssuerOrProtocolIsRejected() {
    assertRejected(
        ConnectToken.issue(TokenKey.generate(), TokenGrant.of(0, 1, LATER, HERE)),
        DisconnectReason.TOKEN_FORGED);
    assertRejected(
        ConnectToken.issue(KEY, TokenGrant.of(7, 1, LATER, HERE)), DisconnectReason.TOKEN_FORGED);
  }

  @Test
  void changedTokenIsRejected() {
    byte[] bytes = token().toBytes();
    int size = ByteBuffer.wrap(bytes).getShort(49);
    byte[] sealed = Arrays.copyOfRange(bytes, 51, 51 + size);
    for (int bit = 0; bit < 8 * size; bit++) {
      byte[] changed = sealed.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(TokenContent.open(KEY, 0, changed)).as("bit %d", bit).isEmpty();
    }
    assertThat(TokenContent.open(KEY, 0, sealed)).isPresent();
    for (int length = 0; length < size; length++) {
      assertThat(TokenContent.open(KEY, 0, Arrays.copyOf(sealed, length))).isEmpty();
    }
  }

  @Test
  void whoSawTheSealedPartOnTheWireCannotUseIt() {
    byte[] bytes = token().toBytes();
    new SplittableRandom(1).nextBytes(bytes.clone());
    bytes[17] ^= 1; // the secret, which is not on the wire
    assertRejected(ConnectToken.of(bytes), DisconnectReason.TOKEN_FORGED);
  }

  @Test
  void tokenIsForOneConnection() {
    ConnectToken token = token();
    var world = world();
    ServedPeer peer = world.connect(join(world, token));
    var second = join(world, token);
    world.run(SECOND);
    assertRejected(second, DisconnectReason.TOKEN_USED);
    peer.disconnect(0, world.now);
    world.run(5 * SECOND);
    var third = join(world, token);
    world.run(SECOND);
    assertRejected(third, DisconnectReason.TOKEN_USED);
  }

  @Test
  void tokenOfAConnectionThatNeverWasCanBeUsedAgain() {
    ConnectToken token = token();
    var world = world();
    var first = join(world, token);
    world.run(99 * ServedWorld.MILLI);
    first.up.conditions(LinkConditions.builder().loss(1).build());
    world.run(11 * SECOND);
    assertThat(world.server.states()).isZero();
    world.connect(join(world, token));
  }

  @Test
  void deniedClientKeepsItsToken() {
    ConnectToken token = token();
    boolean[] isOpen = {false};
    var security = new ServerSecurity.Tokens(KEY, Set.of(HERE), () -> clock);
    var config =
        MessageServerConfig.of(MessageConfig.DEFAULT)
            .security(security)
            .admission(
                request ->
                    isOpen[0] && request.clientId() == 12345
                        ? OptionalInt.empty()
                        : OptionalInt.of(3));
    var world = new ServedWorld(config, SLOW, 1);
    var party = join(world, token);
    world.run(SECOND);
    assertThat(party.client.ended()).contains(DisconnectReason.denied(3));
    isOpen[0] = true;
    world.connect(join(world, token));
  }

  @Test
  void sameTokenAtARestartedServerHasOtherKeys() {
    ConnectToken token = token();
    var before = world();
    var security = new ServerSecurity.Tokens(KEY, Set.of(HERE), () -> clock);
    var config = MessageServerConfig.of(MessageConfig.DEFAULT).security(security);
    var after = new ServedWorld(config, SLOW, 2);
    before.connect(join(before, token));
    after.connect(join(after, token));
    // What the old session's client sent means nothing to the new server.
    int states = after.server.states();
    for (ServedWorld.Sent each : before.toServer) {
      assertThat(after.server.receive(HandshakeBytes.wrap(each.bytes()), each.address(), after.now))
          .satisfiesAnyOf(
              result -> assertThat(result.isAccepted()).isFalse(),
              result -> assertThat(each.bytes()[0]).isEqualTo((byte) HandshakeWire.REQUEST));
    }
    assertThat(after.server.states()).isEqualTo(states);
    byte[] secret = new byte[32];
    byte[] first =
        HandshakeKeys.derive(secret, HandshakeKeys.transcript(new byte[36], 36, 1)).proof();
    byte[] other =
        HandshakeKeys.derive(secret, HandshakeKeys.transcript(new byte[36], 36, 2)).proof();
    assertThat(first).isNotEqualTo(other);
  }

  @Test
  void ledgerForgetsWhatHasExpiredAndIsBounded() {
    var ledger = new TokenLedger();
    var id = new TokenContent.Id(1, 2);
    assertThat(ledger.use(id, NOW.plusSeconds(5), NOW)).isTrue();
    assertThat(ledger.use(id, NOW.plusSeconds(5), NOW)).isFalse();
    ledger.release(id);
    assertThat(ledger.use(id, NOW.plusSeconds(5), NOW)).isTrue();
    for (int i = 0; i < 10; i++) {
      ledger.use(new TokenContent.Id(2, i), NOW.plusSeconds(60), NOW.plusSeconds(6));
    }
    assertThat(ledger.size()).isEqualTo(10);
    for (int i = 0; i < 2 * TokenLedger.MOST; i++) {
      ledger.use(new TokenContent.Id(3, i), NOW.plusSeconds(60), NOW);
    }
    assertThat(ledger.size()).isEqualTo(TokenLedger.MOST);
  }

  @Test
  void malformedTokensAreNoTokens() {
    byte[] bytes = token().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ConnectToken.of(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    var random = new SplittableRandom(9);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Optional<ConnectToken> token = Optional.empty();
      try {
        token = Optional.of(ConnectToken.of(changed));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("connect token");
      }
      token.ifPresent(each -> assertThat(each.toString()).startsWith("connect token"));
    }
    assertThatThrownBy(() -> TokenGrant.of(0, 1, LATER).userData(new byte[257]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(List.of(token().toString())).noneMatch(each -> each.contains("[" + bytes[17]));
  }
}
