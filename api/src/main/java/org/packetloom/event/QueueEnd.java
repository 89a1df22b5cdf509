// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.FailureDetail;

/** Whether and how a {@link WriteQueue} has ended. Guarded by the queue's lock. */
final class QueueEnd {
  private final QueuedWriting connector;

  /** Whether nothing more is accepted; set first when the queue is closed. */
  private boolean isEnding;

  private boolean closed;

  /** Whether something that was accepted was not written. */
  private boolean hasDropped;

  /** What a write failed with before the queue was closed, null if none has. */
  private @Nullable IOException failure;

  QueueEnd(QueuedWriting connector) {
    this.connector = connector;
  }

  /** Accepts nothing more. */
  void begin() {
    isEnding = true;
  }

  /** Closes; false if it was closed. */
  boolean close() {
    boolean isFirst = !closed;
    isEnding = true;
    closed = true;
    return isFirst;
  }

  /** A write has failed; whether that is news to anybody. */
  boolean fail(IOException cause) {
    hasDropped = true;
    boolean isNews = !closed && failure == null;
    if (isNews) {
      failure = cause;
    }
    return isNews;
  }

  void drop(boolean isSomething) {
    hasDropped |= isSomething;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasDropped() {
    return hasDropped;
  }

  /** Checks that offers are accepted. */
  void ensureAccepting(boolean isConnectorOpen) throws IOException {
    ensureUsable("offer", -1);
    if (isEnding) {
      throw closed("offer");
    }
    if (!isConnectorOpen) {
      throw new ConnectorClosedException(
          FailureDetail.atOnce("offer", connector.toString(), "closed"));
    }
  }

  /** Checks that it has not ended; {@code elapsedNanos} is −1 for a call that has not waited. */
  void ensureUsable(String operation, long elapsedNanos) throws IOException {
    IOException known = failure;
    if (known != null && !closed) {
      throw known;
    }
    if (closed && elapsedNanos < 0) {
      throw closed(operation);
    }
    if (closed) {
      throw new ConnectorClosedWhileWaitingException(
          new FailureDetail(
              operation,
              connector.toString(),
              "write queue closed by another thread",
              0,
              elapsedNanos,
              0));
    }
  }

  private ConnectorClosedException closed(String operation) {
    return new ConnectorClosedException(
        FailureDetail.atOnce(operation, connector.toString(), "write queue closed"));
  }
}
