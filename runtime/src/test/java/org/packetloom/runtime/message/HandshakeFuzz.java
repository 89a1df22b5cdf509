// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.ConnectToken;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint.State;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServerSecurity;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

/**
 * Any datagrams at all do a server and its clients no harm, also such as have the right sum, a
 * genuine nonce and cookie, or the id of a connection.
 *
 * <p>An input says which security there is, then of each datagram who gets it, what is made right
 * in it, how long it is, and its bytes.
 */
public final class HandshakeFuzz {
  private static final TokenKey KEY = TokenKey.of(new byte[32]);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final int PENDING = 4;

  /** Where fields begin, and the last ends. */
  private static final int[] BOUNDS = {0, 2, 18, 20, 28, 36, 68, 128};

  private static final SocketAddress STRANGER = ServedWorld.address(7, 7);

  private final ServerEndpoint server;
  private final ClientEndpoint connected;
  private final ClientEndpoint waiting;
  private final SocketAddress home = ServedWorld.address(1, 1);
  private final SocketAddress other = ServedWorld.address(2, 2);
  private final List<byte[]> genuine = new ArrayList<>();

  private HandshakeFuzz(int mode) {
    var random = new SplittableRandom(1);
    ServerSecurity security =
        switch (mode) {
          case 0 -> ServerSecurity.PLAIN;
          case 1 -> ServerSecurity.ENCRYPTED;
          default -> new ServerSecurity.Tokens(KEY, Set.of(), () -> NOW);
        };
    var config =
        MessageServerConfig.of(MessageConfig.DEFAULT)
            .security(security)
            .pending(PENDING, Duration.ofSeconds(10));
    server = new ServerEndpoint(config, random.split(), 0, 0);
    connected = new ClientEndpoint(client(mode), random.split(), 0, 0);
    waiting = new ClientEndpoint(client(mode), random.split(), 0, 0);
    for (int i = 0; i < 4; i++) {
      exchange(connected, home);
    }
    connected.transmitAll(0, datagram -> server.receive(datagram, home, 0));
    exchange(waiting, other);
    waiting.transmitAll(0, datagram -> genuine.add(ServedWorld.bytes(datagram)));
    ensure(connected.state() == State.CONNECTED && server.connectionCount() == 1, "no start");
    ensure(waiting.state() == State.RESPONDING, "no start");
  }

  private static MessageClientConfig client(int mode) {
    ClientSecurity security =
        switch (mode) {
          case 0 -> ClientSecurity.PLAIN;
          case 1 -> ClientSecurity.ENCRYPTED;
          default ->
              ClientSecurity.token(
                  ConnectToken.issue(KEY, TokenGrant.of(0, 1, NOW.plusSeconds(9))));
        };
    return MessageClientConfig.of(MessageConfig.DEFAULT).security(security);
  }

  private void exchange(ClientEndpoint client, SocketAddress from) {
    client.transmitAll(
        0,
        datagram -> {
          genuine.add(ServedWorld.bytes(datagram));
          server.receive(datagram, from, 0);
        });
    server.transmitAll(
        0,
        (datagram, to) -> {
          genuine.add(ServedWorld.bytes(datagram));
          (to.equals(home) ? connected : waiting).receive(datagram, 0);
        });
  }

  /** Where to start from: each genuine datagram of each security, to each side. */
  public static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    for (int mode = 0; mode < 3; mode++) {
      for (byte[] each : new HandshakeFuzz(mode).genuine) {
        for (int to = 0; to < 3; to++) {
          seeds.add(
              ByteBuffer.allocate(5 + each.length)
                  .put((byte) mode)
                  .put((byte) (4 * (each.length % 3) + to))
                  .put((byte) 0)
                  .putShort((short) each.length)
                  .put(each)
                  .array());
        }
      }
    }
    return seeds;
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (!in.hasRemaining()) {
      return;
    }
    new HandshakeFuzz((in.get() & 0xFF) % 3).play(in);
  }

  private void play(ByteBuffer in) {
    while (in.remaining() >= 4) {
      int to = in.get();
      int right = in.get();
      var datagram = new byte[Math.min(in.getShort() & 0xFFF, in.remaining())];
      in.get(datagram);
      makeRight(datagram, to >> 2 & 63, right);
      deliver(datagram, to & 3);
    }
    ensure(server.connectionCount() == 1, "connections: " + server);
    ensure(server.states() <= 1 + PENDING, "states: " + server.states());
    ensure(connected.state() == State.CONNECTED, "state: " + connected.state());
    long end = 5_000_000_000L;
    server.advance(end);
    server.transmitAll(end, (reply, from) -> {});
  }

  /** Puts what is genuine into a datagram, and makes its sum right. */
  private void makeRight(byte[] datagram, int which, int right) {
    byte[] source = genuine.get(which % genuine.size());
    for (int field = 0; field < 7; field++) {
      if ((right >> field & 1) != 0) {
        int until = Math.min(BOUNDS[field + 1], Math.min(source.length, datagram.length));
        for (int at = BOUNDS[field]; at < until; at++) {
          datagram[at] = source[at];
        }
      }
    }
    if ((right & 0x80) != 0 && datagram.length >= 4) {
      HandshakeBytes.sum(datagram);
    }
  }

  private void deliver(byte[] bytes, int to) {
    var datagram = ByteBuffer.wrap(bytes);
    switch (to) {
      case 0 -> connected.receive(datagram, 0);
      case 1 -> waiting.receive(datagram, 0);
      default -> {
        server.receive(datagram, to == 2 ? STRANGER : other, 0);
        int[] replies = {0, 0};
        server.transmitAll(
            0,
            (reply, from) -> {
              if (!from.equals(home)) {
                replies[0]++;
                replies[1] += reply.remaining();
              }
            });
        ensure(replies[0] <= 1 && replies[1] <= bytes.length, "got " + Arrays.toString(replies));
      }
    }
    ensure(!datagram.hasRemaining(), "bytes are left");
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
