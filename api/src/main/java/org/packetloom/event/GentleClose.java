// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;

/**
 * Closes a connection once its queue is written and its peer has ended: closing with something
 * unread would reset the connection, and the peer could lose what was written last.
 *
 * <p>Writing ends first, by a thread of its own if there is something to write; then it is waited
 * for the peer's end, without a thread. One side sets {@code isWritten} and then looks whether the
 * peer has ended, the other does it the other way round: one of them closes.
 */
final class GentleClose {
  private final WatchedConnection connection;
  private final AtomicBoolean hasBegun = new AtomicBoolean();

  private volatile boolean isWritten; // written by who ends the writing
  private volatile @Nullable Timer patience; // null as long as the peer is not waited for

  GentleClose(WatchedConnection connection) {
    this.connection = connection;
  }

  boolean hasBegun() {
    return hasBegun.get();
  }

  /** Whether all was written, and the peer is waited for. */
  boolean isWritten() {
    return isWritten;
  }

  void begin(Deadline deadline) {
    if (!connection.isOpen() || !hasBegun.compareAndSet(false, true)) {
      return;
    }
    connection.adjustReading();
    if (connection.queue().queuedBytes() == 0) {
      endWriting(deadline);
      return;
    }
    try {
      Thread thread =
          connection.reactor().packetloom().threadFactory().newThread(() -> write(deadline));
      thread.start();
    } catch (Throwable e) {
      connection.end(Optional.of(e));
    }
  }

  private void write(Deadline deadline) {
    try {
      if (connection.queue().close(deadline)) {
        endWriting(deadline);
      } else {
        connection.end(Optional.of(timedOut()));
      }
    } catch (IOException | RuntimeException e) {
      boolean isFailure = connection.connector().isOpen(); // else it was closed by somebody
      connection.end(isFailure ? Optional.of(e) : Optional.empty());
    }
  }

  private ConnectorTimeoutException timedOut() {
    return new ConnectorTimeoutException(
        FailureDetail.atOnce("close gently", connection.connector().toString(), "timed out"));
  }

  private void endWriting(Deadline deadline) {
    StreamConnector connector = connection.connector();
    try {
      connection.queue().close();
      if (!connection.hasPeerEnded()) {
        connector.shutdownOutput();
        waitForPeer(deadline);
      }
    } catch (IOException | RuntimeException _) { // it cannot end by halves
      connection.close();
    }
    isWritten = true;
    if (connection.hasPeerEnded()) {
      connection.close();
    }
  }

  private void waitForPeer(Deadline deadline) {
    if (deadline.isLimited()) {
      patience = connection.reactor().at(deadline, _ -> connection.close());
      if (!connection.connector().isOpen()) {
        forget(); // it may have come too late to be forgotten
      }
    }
  }

  /** The peer has ended while this goes on. */
  void peerEnded() {
    if (isWritten) {
      connection.close();
    }
  }

  /** The connection is closed. */
  void forget() {
    Timer timer = patience;
    if (timer != null) {
      boolean unused = timer.cancel();
    }
  }
}
