// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;

/** The commands of events that end by themselves. */
class EventCommandsTest {
  @TempDir private Path folder;
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  @Test
  void tickMakesItsStepsAndTellsHowLateTheyWere() throws IOException {
    try (var silent = loom.listen("local://" + folder.resolve("x.sock"))) {
      Typed typed = Typed.run("tick", "--ticks=10", "--rate=500", silent.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.out()).startsWith("10 steps in ").contains("worst lateness", "made up for");
    }
  }

  @Test
  void tickObeysLinesUntilTheirEnd() throws IOException {
    String lines = "where\nfaster\nnonsense\ntur";
    try (var server =
        loom.serve(
            "local://" + folder.resolve("x.sock"),
            player -> {
              player.write(lines.getBytes(US_ASCII));
              player.write("n\n".getBytes(US_ASCII));
            })) {
      Typed typed = Typed.run("tick", server.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      List<String> answers = typed.out().lines().toList();
      assertThat(answers).hasSize(5);
      assertThat(answers.get(0)).endsWith("rolls right by 4");
      assertThat(answers.get(1)).endsWith("rolls right by 8");
      assertThat(answers.get(2)).startsWith("'nonsense' is none of ");
      assertThat(answers.get(3)).endsWith("rolls left by 8");
      assertThat(answers.get(4)).contains(" steps in ");
    }
  }

  @Test
  void lineWithoutEndIsOneLineOfFailure() throws IOException {
    try (var server =
        loom.serve(
            "local://" + folder.resolve("x.sock"), player -> player.write(new byte[10_000]))) {
      Typed typed = Typed.run("tick", server.uri().toString());

      assertThat(typed.status()).isEqualTo(1);
      assertThat(typed.err().lines()).singleElement().asString().contains("a line of more than");
    }
  }

  @Test
  void poolGrowsAndShrinksWithinItsBounds() {
    Typed typed = Typed.run("pool", "--seconds=1", "--clients=20", "--min=2", "--max=4");

    assertThat(typed.status()).as(typed.err()).isZero();
    List<String> lines = typed.out().lines().toList();
    assertThat(lines.getFirst()).contains("queued", "active", "idle", "workers");
    assertThat(lines.subList(1, lines.size() - 1))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsPattern("[234] -> [234]$"));
    assertThat(lines.getLast()).contains(" changes; ", " questions answered within ");
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void addressThatIsTakenIsOneLine() throws IOException {
    Path socket = folder.resolve("taken");
    Files.writeString(socket, "not a socket");

    Typed typed = Typed.run("event-echo", "tcp4://127.0.0.1:0", "local://" + socket);

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err().lines())
        .singleElement()
        .asString()
        .startsWith("packetloom: bind local://" + socket);
  }
}
