// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.suite.Await;

/** The subcommands that need {@code --enable-preview}. */
@Timeout(60)
class StructuredCommandTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"auto", "virtual", "thread", "loop"})
  void fanOutShowsEveryOutcome(String engine) {
    // a busy machine may not come to ask them all in time
    Await.until("every outcome is seen", () -> hasEveryOutcome(engine));
  }

  private static boolean hasEveryOutcome(String engine) {
    Typed typed = Typed.run("fan-out", "--engine", engine);

    assertThat(typed.err()).isEmpty();
    assertThat(typed.out())
        .startsWith("asking 6 servers, 300 ms for all")
        .contains("  tcp4://127.0.0.1:", "too late, nothing came: ", " of 6 answered, after ");
    return typed.status() == 0
        && typed.out().contains(": quick: hello")
        && typed.out().contains("too late, 'half' came: read tcp4://")
        && typed.out().contains("ECONNREFUSED");
  }

  @Test
  void fanOutAsksTheServersItIsGiven() throws Exception {
    try (var one = loom.serve("tcp4://127.0.0.1:0", new EchoHandler());
        var other = loom.serve("local:///%00", new EchoHandler())) {
      Typed typed =
          Typed.run(
              "fan-out",
              "--within=30s",
              "--send=to both",
              one.uri().toString(),
              other.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.out().lines().filter(line -> line.endsWith(": to both"))).hasSize(2);
      assertThat(typed.out()).contains("2 of 2 answered");
    }
  }

  @Test
  void fanOutIsContentWithEnough() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0");
        var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      Typed typed =
          Typed.run(
              "fan-out",
              "--within=1h",
              "--enough=1",
              silent.uri().toString(),
              echo.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.out()).contains("not waited for", "1 of 2 answered");
    }
  }

  @Test
  void fanOutFailsWithoutAnAnswer() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      Typed typed = Typed.run("fan-out", "--within=20ms", silent.uri().toString());

      assertThat(typed.status()).isEqualTo(1);
      assertThat(typed.out()).contains("asking 1 server,", "too late", "0 of 1 answered");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "virtual", "thread", "loop"})
  void hedgeShowsWhatItGains(String engine) {
    Typed typed = Typed.run("hedge", "--count=45", "--within=30s", "--engine", engine);

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.err()).isEmpty();
    assertThat(typed.out())
        .contains("two servers that take", "alone   45 questions: p50", "hedged  45 questions: p50")
        .contains("connections opened: 1; used again after a cancelled wait: 0")
        .contains("a later server was asked too ");
  }

  @Test
  void hedgeAsksTheServersItIsGiven() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0");
        var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      Typed typed =
          Typed.run(
              "hedge",
              "--count=3",
              "--delay=1ms",
              "--within=30s",
              "--send=hello",
              silent.uri().toString(),
              echo.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.out())
          .startsWith("hedged  3 questions")
          .contains("asked too 3 times, and won 3 times");
    }
  }

  @Test
  void hedgeFailsWhenNobodyAnswersInTime() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      String uri = silent.uri().toString();
      Typed typed = Typed.run("hedge", "--within=20ms", "--delay=0s", uri, uri);

      assertThat(typed.status()).isEqualTo(1);
      assertThat(typed.err().lines())
          .singleElement()
          .asString()
          .startsWith("packetloom: ")
          .contains("timed out");
    }
  }
}
