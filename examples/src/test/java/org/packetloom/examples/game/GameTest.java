// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.Destination;
import org.packetloom.examples.game.Steering.Wish;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.SimulatedDatagrams;

/**
 * The game over real sockets; server and players tick in turns on one thread, by a clock of their
 * own: a player is not taken for lost because the machine had no time for either.
 */
class GameTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long TURN_NANOS = 100_000; // about what one takes

  private final List<String> log = new ArrayList<>();
  private final List<DatagramConnector> sockets = new ArrayList<>();
  private Packetloom loom;
  private DatagramConnector serverSocket;
  private GameServer server;
  private long now;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    serverSocket = loom.bind("udp4://127.0.0.1:0");
    server = new GameServer(serverSocket, log::add);
    now = System.nanoTime();
  }

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    if (loom != null) {
      loom.close();
    }
  }

  private DatagramConnector socket() throws IOException {
    var address = Destination.address(loom, serverSocket.uri());
    var socket = Destination.bindFor(loom, address).connect(address);
    sockets.add(socket);
    return socket;
  }

  /** Something that players and the server come to. */
  @FunctionalInterface
  private interface Condition {
    boolean isThere() throws IOException;
  }

  private void tickUntil(Condition condition, GameClient... players) throws IOException {
    long start = System.nanoTime();
    while (!condition.isThere()) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE_NANOS);
      now += TURN_NANOS;
      for (var player : players) {
        player.tick(now);
      }
      server.tick(now);
    }
  }

  @Test
  void playersSeeOneAnotherAndScoreOverALossyLink() throws IOException {
    var bad = LinkConditions.parse("loss=20%,delay=2ms");
    var lossy = SimulatedDatagrams.over(socket(), bad, bad, 1);
    sockets.add(lossy);
    var amy = new GameClient(lossy, "amy", new Bot());
    var bob =
        new GameClient(socket(), "bob", _ -> new Wish(Direction.NONE, Optional.empty(), false));

    tickUntil(
        () -> amy.view().ownScore() >= 2 && bob.view().lines().contains("amy: that makes 1"),
        amy,
        bob);

    assertThat(bob.view().players())
        .anySatisfy(p -> assertThat(p.name() + p.score()).isEqualTo("amy" + amy.view().ownScore()));
    assertThat(bob.view().place(amy.view().ownId())).isPresent();
    assertThat(amy.view().place(bob.view().ownId())).isPresent();
    assertThat(server.statusLine(now)).contains("2 players", "amy RTT ", "bob RTT ");
    assertThat(amy.statusLine(now)).contains("loss ", "resent ");

    amy.beginEnd(now);
    tickUntil(
        () -> {
          amy.endTick(now);
          return bob.view().lines().contains("amy has left");
        },
        bob);
    assertThat(log).anySatisfy(line -> assertThat(line).startsWith("amy has left: NORMAL"));
  }

  @Test
  void whoeverSendsWhatNoPlayerWouldIsSentAway() throws IOException {
    var socket = socket();
    var messages = MessageClientEndpoint.of(GameChannels.CONFIG, now);
    var port = MessageTick.of(messages, socket);
    var rubbish = ByteBuffer.wrap(new byte[] {99});
    tickUntil(
        () -> {
          port.receive(now);
          if (messages.endpoint().isPresent() && rubbish.hasRemaining()) {
            messages.endpoint().get().send(GameChannels.NEWS, rubbish);
          }
          port.send(now);
          return messages.ended().isPresent();
        });

    assertThat(messages.ended()).contains(DisconnectReason.kicked(GameServer.BAD_MESSAGE));
    assertThat(log).contains("sent away: decode FromPlayer at byte 0: tag 99 of 3");
  }

  @Test
  void keysSteerAndChat() throws IOException {
    try (var typed = loom.connect("anon://")) {
      var keys = new Keys(typed);
      var view = new View();
      typed.write(ByteBuffer.wrap("w\033[C\nhallü\177o w\n".getBytes(UTF_8)));
      assertThat(keys.next(view))
          .isEqualTo(new Wish(Direction.RIGHT, Optional.of("hallo w"), false));
      typed.write(ByteBuffer.wrap(" \nx".getBytes(UTF_8)));
      assertThat(keys.next(view)).isEqualTo(new Wish(Direction.NONE, Optional.empty(), false));
      assertThat(keys.begun()).contains("x");
      typed.write(ByteBuffer.wrap("\nq".getBytes(UTF_8)));
      assertThat(keys.next(view).line()).contains("x");
      assertThat(keys.next(view).isOver()).isTrue();
    }
  }
}
