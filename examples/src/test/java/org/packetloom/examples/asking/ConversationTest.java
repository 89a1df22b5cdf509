// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

@Timeout(60)
class ConversationTest {
  private Packetloom loom;
  private StreamConnector near;
  private StreamConnector server;
  private Conversation conversation;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    var pair = loom.pair("tcp://127.0.0.1:0");
    near = pair.first();
    server = pair.second();
    conversation = new Conversation(ConnectorUri.parse("tcp://127.0.0.1:1"), near);
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  @Test
  void answersFollowQuestions() throws Exception {
    for (String text : new String[] {"one", "", "three"}) {
      var asking = ask(text);
      assertThat(readLine()).isEqualTo(text);
      answer(text + "!\n");
      assertThat(asking.result()).isEqualTo(text + "!");
      assertThat(conversation.settle()).isEqualTo(Conversation.Step.READY);
    }
  }

  @Test
  void answerToACancelledQuestionIsDroppedBeforeTheNextOne() throws Exception {
    var asking = ask("one").awaitParked();
    asking.interrupt();
    asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.OWED);

    answer("late ");
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.OWED);
    answer("answer\n");
    awaitReady();

    assertNextQuestionIsAnswered();
  }

  @Test
  void whatHadComeOfTheAnswerIsNotWaitedForAgain() throws Exception {
    var asking = ask("one");
    assertThat(readLine()).isEqualTo("one");
    answer("ha");
    Await.until("half is read", () -> near.bytesRead() == 2);
    asking.awaitParked().interrupt();
    asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);

    answer("lf\n");
    awaitReady();

    var next = ask("two");
    assertThat(readLine()).isEqualTo("two");
    answer("whole\n");
    assertThat(next.result()).isEqualTo("whole");
  }

  @Test
  void answerAfterItsDeadlineIsDropped() throws Exception {
    assertThatThrownBy(
            () -> Deadline.after(Duration.ofMillis(10)).call(() -> conversation.ask("one")))
        .isInstanceOf(ConnectorTimeoutException.class);
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.OWED);
    answer("late answer\n");
    awaitReady();

    assertNextQuestionIsAnswered();
  }

  @Test
  void questionThatNeverLeftOwesNothing() throws Exception {
    long stuffed = stuff();
    var asking = ask("one").awaitParked();
    asking.interrupt();
    asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.READY);

    var next = ask("two");
    byte[] all = new byte[Math.toIntExact(stuffed) + 4];
    server.readFully(all);
    assertThat(new String(all, all.length - 4, 4, UTF_8)).isEqualTo("two\n");
    answer("yes\n");
    assertThat(next.result()).isEqualTo("yes");
  }

  /** Fills all buffers on the way, until nothing has moved for long; how many bytes they hold. */
  private long stuff() throws IOException {
    ByteBuffer stuffing = ByteBuffer.allocate(1 << 16);
    long stuffed = 0;
    long before = -1;
    while (stuffed > before) {
      before = stuffed;
      for (int n = 1; n > 0; stuffed += n) {
        n = near.tryWrite(stuffing.clear());
      }
      // the peer's system may put off saying what has arrived, for up to 200 ms
      boolean unused = near.awaitWritable(Deadline.after(Duration.ofMillis(250)));
    }
    return stuffed;
  }

  @Test
  void tornQuestionSpendsTheConnection() throws Exception {
    var asking = ask("x".repeat(32 << 20)).awaitParked();
    asking.interrupt();
    asking.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.SPENT);
  }

  @Test
  void endedConnectionIsSpent() throws Exception {
    var asking = ask("one").awaitParked();
    server.readFully(new byte[4]);
    server.close();
    asking.assertFailure().isInstanceOf(EOFException.class);
    assertThat(conversation.settle()).isEqualTo(Conversation.Step.SPENT);
  }

  @Test
  void serverThatSpeaksUnaskedIsSpent() throws Exception {
    answer("hello\n");
    Await.until("is spent", () -> conversation.settle() == Conversation.Step.SPENT);
  }

  @Test
  void serverThatSaysMoreThanItOwesIsSpent() throws Exception {
    var asking = ask("one").awaitParked();
    asking.interrupt();
    asking.awaitEnd();
    answer("late answer\nand more\n");
    Await.until("is spent", () -> conversation.settle() == Conversation.Step.SPENT);
  }

  private Task<String> ask(String question) {
    return Task.start(loom.threadFactory(), () -> conversation.ask(question));
  }

  private void answer(String text) throws IOException {
    server.write(text.getBytes(UTF_8));
  }

  private String readLine() throws IOException {
    ByteBuffer line = Line.buffer();
    Line.readFrom(server, line);
    return Line.text(line);
  }

  private void awaitReady() {
    Await.until("is settled", () -> conversation.settle() == Conversation.Step.READY);
  }

  private void assertNextQuestionIsAnswered() throws IOException {
    assertThat(readLine()).isEqualTo("one");
    var next = ask("two");
    assertThat(readLine()).isEqualTo("two");
    answer("to two\n");
    assertThat(next.result()).isEqualTo("to two");
  }
}
