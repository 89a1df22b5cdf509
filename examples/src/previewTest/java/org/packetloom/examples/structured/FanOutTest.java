// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.suite.Task;

@Timeout(60)
class FanOutTest {
  private static final int ALL = Integer.MAX_VALUE;
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
  void everyServerIsToldWhatBecameOfIt() throws Exception {
    try (var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler());
        var rude = loom.serve("tcp4://127.0.0.1:0", c -> c.readFully(new byte[6]))) {
      var outcomes = ask(Duration.ofSeconds(30), ALL, echo.uri(), rude.uri(), gone());

      assertThat(((Outcome.Answer) outcomes.get(0)).text()).isEqualTo("hello");
      assertThat(((Outcome.Failed) outcomes.get(1)).cause()).isInstanceOf(EOFException.class);
      assertThat(((Outcome.Failed) outcomes.get(2)).cause())
          .isInstanceOf(ConnectionRefusedException.class);
    }
  }

  @Test
  void oneDeadlineEndsAllWaits() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      Duration within = Duration.ofMillis(50);
      Deadline earliest = Deadline.after(within);

      var outcomes = ask(within, ALL, silent.uri(), silent.uri(), silent.uri());

      assertThat(earliest.hasPassed()).as("not early").isTrue();
      assertThat(outcomes).hasSize(3).hasOnlyElementsOfType(Outcome.TooLate.class);
    }
  }

  @Test
  void theDeadlineOfTheCallerHoldsToo() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));

      var outcomes = deadline.call(() -> ask(Duration.ofHours(1), ALL, silent.uri()));

      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(outcomes).hasOnlyElementsOfType(Outcome.TooLate.class);
    }
  }

  @Test
  void enoughAnswersCancelTheOtherWaits() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0");
        var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      var outcomes = ask(Duration.ofHours(1), 2, silent.uri(), echo.uri(), echo.uri());

      assertThat(outcomes.getFirst()).isEqualTo(new Outcome.NotNeeded(silent.uri()));
      assertThat(outcomes.subList(1, 3)).hasOnlyElementsOfType(Outcome.Answer.class);
    }
  }

  @Test
  void anInterruptOfTheAskerEndsItAll() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      var asking =
          Task.start(loom.threadFactory(), () -> ask(Duration.ofHours(1), ALL, silent.uri()));
      try (var connection = silent.accept()) {
        connection.readFully(new byte[6]);
        asking.interrupt();

        asking.assertFailure().isInstanceOf(InterruptedException.class);
        assertThat(connection.read(new byte[1])).isEqualTo(-1);
      }
    }
  }

  private List<Outcome> ask(Duration within, int enough, ConnectorUri... servers)
      throws InterruptedException {
    return new FanOut().ask(loom, List.of(servers), "hello", within, enough);
  }

  private ConnectorUri gone() throws IOException {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      return listener.uri();
    }
  }
}
