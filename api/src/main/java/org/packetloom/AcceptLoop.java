// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * Ends when its listener is closed, by whomever, when the server stops, or when the poller behind
 * the listener died. All else may pass: too few descriptors, a peer that vanished, too little
 * memory. It is reported, and tried again after a pause that doubles with each failure in a row;
 * accept() fails at once in such states, so without the pause the loop would spin.
 */

/** Accepts the connections of one listener and has each served. */
final class AcceptLoop implements Runnable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Listener listener;
  private final Handler handler;
  private final ConnectionSet connections;
  private final FailureReports reports;
  private final ThreadFactory threads;

  /** Ends the server when its poller died. */
  private final Consumer<PollerFailedException> onPollerFailure;

  /** Length of the next pause; used by the accepting thread only. */
  private long pauseNanos = FIRST_PAUSE_NANOS;

  AcceptLoop(
      Listener listener,
      Handler handler,
      ConnectionSet connections,
      FailureReports reports,
      ThreadFactory threads,
      Consumer<PollerFailedException> onPollerFailure) {
    this.listener = listener;
    this.handler = handler;
    this.connections = connections;
    this.reports = reports;
    this.threads = threads;
    this.onPollerFailure = onPollerFailure;
  }

  @Override
  public void run() {
    try {
      boolean goesOn = true;
      while (goesOn && connections.awaitRoom()) {
        goesOn = acceptOne();
      }
    } finally {
      connections.endAccepting();
    }
  }

  private boolean acceptOne() {
    try {
      StreamConnector connection = listener.accept();
      pauseNanos = FIRST_PAUSE_NANOS;
      serve(connection);
      return true;
    } catch (ClosedChannelException _) {
      return false;
    } catch (PollerFailedException failure) {
      onPollerFailure.accept(failure);
      return false;
    } catch (Throwable failure) {
      return listener.isOpen() && pauseAfter(failure);
    }
  }

  private boolean pauseAfter(Throwable failure) {
    reports.acceptFailed(listener.uri(), failure);
    long nanos = pauseNanos;
    pauseNanos = Math.min(2 * nanos, LONGEST_PAUSE_NANOS);
    return connections.awaitPause(nanos);
  }

  private void serve(StreamConnector connection) {
    ServedConnection served;
    try {
      served = new ServedConnection(connection, handler, connections, reports, threads);
    } catch (Throwable failure) {
      close(connection);
      connections.countFailure();
      reports.connectionFailed(connection, failure);
      return;
    }
    if (connections.add(served)) {
      served.start();
    } else {
      close(connection);
    }
  }

  private void close(StreamConnector connection) {
    try {
      connection.close();
    } catch (IOException | RuntimeException failure) {
      // Nobody was served, so nobody misses it.
      reports.closeFailed(connection.uri(), failure);
    }
  }
}
