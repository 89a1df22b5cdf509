// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

@Timeout(60)
class ConversationPoolTest {
  /** The first question is there. */
  private final CountDownLatch arrived = new CountDownLatch(1);

  /** The first question may be answered. */
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
  void oneConnectionServesQuestionsOneAfterAnother() throws Exception {
    try (var server = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      for (int i = 0; i < 100; i++) {
        assertThat(pool.ask(server.uri(), "q" + i).text()).isEqualTo("q" + i);
      }
      assertThat(pool.figures()).isEqualTo(new ConversationPool.Figures(100, 1, 0));
    }
  }

  @Test
  void connectionThatIsOwedAnAnswerIsPassedOverUntilItHasCome() throws Exception {
    try (var server = loom.serve("tcp4://127.0.0.1:0", this::answerFirstLate)) {
      var first = askAside(server.uri(), "first").awaitParked();
      arrived.await();
      first.interrupt();
      first.assertFailure().isInstanceOf(ConnectorInterruptedException.class);

      for (int i = 0; i < 10; i++) {
        assertThat(pool.ask(server.uri(), "q" + i).text()).isEqualTo("q" + i);
      }
      assertThat(pool.figures()).isEqualTo(new ConversationPool.Figures(11, 2, 0));
      release.countDown();
      Await.until("connection is used again", () -> isOneUsedAgain(server.uri()));
      assertThat(pool.figures().opened()).isEqualTo(2);
    }
  }

  private void answerFirstLate(StreamConnector connection) throws Exception {
    ByteBuffer line = Line.buffer();
    while (connection.readUntil((byte) '\n', line.clear()) > 0) {
      if (Line.text(line).equals("first")) {
        arrived.countDown();
        release.await();
      }
      connection.write(line.flip());
    }
  }

  private boolean isOneUsedAgain(ConnectorUri server) {
    try {
      assertThat(pool.ask(server, "another").text()).isEqualTo("another");
      return pool.figures().rescued() == 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noMoreThanAFewConnectionsAreKept() throws Exception {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      List<StreamConnector> accepted = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        var asking = askAside(listener.uri(), "question");
        accepted.add(listener.accept());
        accepted.getLast().readFully(new byte[9]);
        asking.interrupt();
        asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      }
      Await.until("all but eight are closed", () -> open(accepted) == 8);
      pool.close();
      Await.until("all are closed", () -> open(accepted) == 0);
    }
  }

  private static long open(List<StreamConnector> connections) {
    return connections.stream().filter(ConversationPoolTest::isOpenAtTheOtherEnd).count();
  }

  private static boolean isOpenAtTheOtherEnd(StreamConnector connection) {
    try {
      return connection.tryRead(Line.buffer()) >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void refusedConnectionIsTheAskersFailure() throws Exception {
    ConnectorUri gone;
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      gone = listener.uri();
    }
    assertThatThrownBy(() -> pool.ask(gone, "question"))
        .isInstanceOf(ConnectionRefusedException.class);
  }

  private Task<Outcome.Answer> askAside(ConnectorUri server, String question) {
    return Task.start(loom.threadFactory(), () -> pool.ask(server, question));
  }
}
