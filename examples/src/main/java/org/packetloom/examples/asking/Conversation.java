// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;

/**
 * Questions and answers over one connection, one after another; belongs to one thread at a time.
 *
 * <p>A question that is cancelled, or whose deadline passes, leaves the connection open: an
 * interrupt does nothing to it under {@code InterruptPolicy.KEEP_OPEN}, and no byte is lost. But
 * the server still answers, and whoever asked next over this connection would take that answer for
 * its own. So a conversation remembers that an answer is owed, and {@link #settle} drops it once it
 * has come; only then can the next question be asked. Bytes of it that were read before the
 * cancellation count: they were taken from the connection, and must not be waited for again.
 *
 * <p>Where questions and answers carry numbers, the next question need not wait for that: answers
 * with a number that nobody waits for are dropped as they come. Lines of text carry none.
 *
 * <p>A question that was cancelled in the middle of its own way cannot be taken back, nor can
 * another one follow its torn half: such a connection is of no more use.
 */
final class Conversation implements AutoCloseable {
  /** Whether the next question can be asked. */
  enum Step {
    /** It can: nothing is on its way. */
    READY,
    /** Not yet: the answer to an earlier question is still to come. */
    OWED,
    /** Never: it has ended, failed, or says what nobody has asked for. */
    SPENT
  }

  private final ConnectorUri server;
  private final StreamConnector connection;

  /** What has come of the answer that is waited for or owed. */
  private final ByteBuffer answer = Line.buffer();

  /** Whether a question was sent whose answer has not come to its end. */
  private boolean isOwed;

  /** Whether a question was sent in part. */
  private boolean isTorn;

  Conversation(ConnectorUri server, StreamConnector connection) {
    this.server = server;
    this.connection = connection;
  }

  ConnectorUri server() {
    return server;
  }

  /**
   * Asks, and waits for the answer; only if the last {@link #settle} said {@link Step#READY}.
   *
   * @return the answer without the end of its line
   */
  String ask(String question) throws IOException {
    send(Line.of(question));
    isOwed = true; // and stays so if the wait ends early, for whatever reason
    Line.readFrom(connection, answer.clear());
    isOwed = false;
    return Line.text(answer);
  }

  private void send(ByteBuffer question) throws IOException {
    try {
      connection.write(question);
    } finally {
      isTorn = question.position() > 0 && question.hasRemaining();
    }
  }

  /** Whether the answer to a question that nobody waits for any more is still to come. */
  boolean isOwed() {
    return isOwed;
  }

  /** Drops what has come of an answer that nobody waits for; never waits itself. */
  Step settle() {
    if (isTorn) {
      return Step.SPENT;
    }
    try {
      dropAnswer();
      return isOwed ? Step.OWED : Step.READY;
    } catch (IOException _) {
      return Step.SPENT;
    }
  }

  /** Reads what is there; fails if the connection has ended, or brings more than is owed. */
  private void dropAnswer() throws IOException {
    int count = connection.tryRead(answer.clear());
    while (count > 0) {
      if (!isOwed || Line.hasMore(answer)) {
        throw new IOException(server + " speaks unasked");
      }
      isOwed = !Line.isWhole(answer);
      count = connection.tryRead(answer.clear());
    }
    if (count < 0) {
      throw new EOFException(server + " has ended");
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
