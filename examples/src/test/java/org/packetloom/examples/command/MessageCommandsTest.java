// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.examples.game.GameServer;
import org.packetloom.examples.game.TickLoop;

/** The commands of messages, of which one asks the other. */
class MessageCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void checkPlatform() throws IOException {
    try (var loom = Packetloom.open()) {
      assertThat(loom).isNotNull();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  /** A port of UDP that was free a moment ago. */
  private static String freeUri() throws IOException {
    try (var loom = Packetloom.open();
        var socket = loom.bind("udp4://127.0.0.1:0")) {
      return socket.uri().toString();
    }
  }

  private static FutureTask<Typed> started(String... arguments) {
    var task = new FutureTask<>(() -> Typed.run(arguments));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** A client that comes before its server is refused: it is typed again. */
  private static Typed typedUntilItWorks(String... arguments) {
    long start = System.nanoTime();
    var typed = Typed.run(arguments);
    while (typed.err().contains("ECONNREFUSED") && System.nanoTime() - start < 30_000_000_000L) {
      typed = Typed.run(arguments);
    }
    return typed;
  }

  @Test
  void botPlaysOverALossyLinkAndLeaves() throws Exception {
    var log = Collections.synchronizedList(new ArrayList<String>());
    try (var loom = Packetloom.open();
        var socket = loom.bind("udp4://127.0.0.1:0")) {
      var game = new GameServer(socket, log::add);
      var loop = new AtomicReference<TickLoop>();
      var server =
          new FutureTask<>(
              () -> {
                loop.set(new TickLoop());
                loop.get().run(game, () -> {}, Duration.ZERO);
                return null;
              });
      Thread.ofPlatform().daemon().start(server);

      var typed =
          Typed.run(
              "game", "--bot", "--name=amy", "--seconds=1", "--loss=20", socket.uri().toString());
      loop.get().end();
      server.get();

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.out()).contains("welcome, amy", "1 players, RTT ", "resent ");
    }
    assertThat(log).first().asString().startsWith("amy has joined from /127.0.0.1:");
  }

  @Test
  void fileIsReceivedAndCheckedOverALossyLink() throws Exception {
    var bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    var file = Files.write(folder.resolve("file"), bytes);
    var target = Files.createDirectory(folder.resolve("in"));
    String uri = freeUri();
    var receiver = started("receive-file", "--count=1", uri, target.toString());

    var typed = typedUntilItWorks("send-file", "--link=loss=20%,delay=5ms", file.toString(), uri);

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("sent file: 97.7 KiB in ").contains("; SHA-256 ");
    assertThat(receiver.get().status()).isZero();
    assertThat(receiver.get().out()).contains("received " + target.resolve("file") + ": 97.7 KiB");
    assertThat(target.resolve("file")).hasBinaryContent(bytes);
  }

  @Test
  void whatCannotBeSentIsOneLine() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "x").toString();
    String nobody = freeUri();
    for (String[] line :
        new String[][] {
          {"send-file", folder.resolve("missing").toString(), nobody},
          {"send-file", folder.toString(), nobody},
          {"send-file", file, nobody},
          {"receive-file", nobody, file},
          {"game", "--bot", "--seconds=1", nobody},
        }) {
      var typed = Typed.run(line);
      assertThat(typed.status()).as(String.join(" ", line)).isEqualTo(1);
      assertThat(typed.err().lines()).singleElement().asString().startsWith("packetloom: ");
    }
  }
}
