// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.examples.asking.ConversationPool;
import org.packetloom.examples.asking.LineServer;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

@Timeout(60)
class HedgeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final CountDownLatch release = new CountDownLatch(1);
  private Packetloom loom;
  private ConversationPool pool;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    pool = new ConversationPool(loom);
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  @Test
  void firstServerAloneIsAskedIfItAnswersInTime() throws Exception {
    try (var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler());
        var other = loom.listen("tcp4://127.0.0.1:0")) {
      var answer = ask(HOUR, "q", echo.uri(), other.uri());

      assertThat(answer.server()).isEqualTo(echo.uri());
      assertThat(pool.figures()).isEqualTo(new ConversationPool.Figures(1, 1, 0));
    }
  }

  @Test
  void loserIsCancelledAndItsConnectionIsUsedAgain() throws Exception {
    try (var slow = loom.serve("tcp4://127.0.0.1:0", this::answerWhenReleased);
        var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      Await.until("slow server is owed answers", () -> hasLost(slow.uri(), echo.uri()));
      release.countDown();
      Await.until("their connections are used again", () -> isUsedAgain(slow.uri()));
    }
  }

  /** Loses once more; a connection that is owed an answer has the next question open another. */
  private boolean hasLost(ConnectorUri slow, ConnectorUri quick) {
    try {
      assertThat(ask(Duration.ofMillis(1), "q", slow, quick).server()).isEqualTo(quick);
      return pool.figures().opened() >= 4;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean isUsedAgain(ConnectorUri server) {
    try {
      assertThat(ask(HOUR, "again", server).text()).isEqualTo("again");
      return pool.figures().rescued() > 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void answerWhenReleased(StreamConnector connection) throws Exception {
    release.await();
    new EchoHandler().handle(connection);
  }

  @Test
  void nextServerIsAskedAtOnceWhenTheOneBeforeFails() throws Exception {
    try (var echo = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      assertThat(ask(HOUR, "q", gone(), gone(), echo.uri()).server()).isEqualTo(echo.uri());
    }
  }

  @Test
  void failureOfTheFirstIsToldIfAllFail() {
    assertThatThrownBy(() -> ask(HOUR, "q", gone(), gone()))
        .isInstanceOf(ConnectionRefusedException.class);
  }

  @Test
  void ambientDeadlineEndsTheRace() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      Deadline deadline = Deadline.after(Duration.ofMillis(50));

      assertThatThrownBy(
              () -> deadline.call(() -> ask(Duration.ZERO, "q", silent.uri(), silent.uri())))
          .isInstanceOf(ConnectorTimeoutException.class);

      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  void interruptOfTheAskerEndsTheRaceAndKeepsTheConnections() throws Exception {
    try (var silent = loom.listen("tcp4://127.0.0.1:0")) {
      var asking =
          Task.start(
              loom.threadFactory(), () -> ask(Duration.ZERO, "q", silent.uri(), silent.uri()));
      try (var one = silent.accept();
          var other = silent.accept()) {
        one.readFully(new byte[2]);
        other.readFully(new byte[2]);
        asking.interrupt();

        asking.assertFailure().isInstanceOf(InterruptedException.class);
        assertThat(one.isAlive()).isTrue();
        assertThat(other.isAlive()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300})
  void noAnswerIsEverTakenForAnother(long delayMicros) throws Exception {
    Duration delay = Duration.ofNanos(delayMicros * 1_000);
    try (var one = LineServer.start(loom, "one", HedgeTest::anyDelay);
        var two = LineServer.start(loom, "two", HedgeTest::anyDelay);
        var three = LineServer.start(loom, "three", HedgeTest::anyDelay)) {
      for (int i = 0; i < Scale.rounds(500); i++) {
        String question = "question " + i;
        var answer = ask(delay, question, one.uri(), two.uri(), three.uri());
        assertThat(answer.text()).endsWith(": " + question);
      }
      assertThat(pool.figures().rescued()).isPositive();
    }
  }

  private static Duration anyDelay(long number) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(1_000_000));
  }

  private Outcome.Answer ask(Duration delay, String question, ConnectorUri... servers)
      throws IOException, InterruptedException {
    return new Hedge().ask(pool, List.of(servers), question, delay);
  }

  private ConnectorUri gone() throws IOException {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      return listener.uri();
    }
  }
}
