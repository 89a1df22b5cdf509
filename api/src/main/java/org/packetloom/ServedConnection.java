// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/*
 * The handler's return races with a cut. `state` decides: whoever moves it out of RUNNING has won.
 * If the cut wins, the connection counts as cut and nothing the handler throws is reported. If the
 * return wins, the cut does nothing: the connection is closed by its own thread.
 *
 * The thread exists before the connection can be found by a cut, so there is always one to
 * interrupt. A cut before the thread has started is seen by run(), which then skips the handler.
 * The thread serves nothing else, so an interrupt that comes late disturbs nobody.
 */

/** One connection of a server, and the thread that serves it. */
final class ServedConnection implements Runnable {
  private enum State {
    /** The handler runs or will run. The own thread moves it to ENDED, any other to CUT. */
    RUNNING,
    /** The handler has returned or thrown: final. */
    ENDED,
    /** The server closed the connection under the handler: final. */
    CUT
  }

  private final StreamConnector connection;
  private final Handler handler;
  private final ConnectionSet connections;
  private final FailureReports reports;
  private final Thread thread;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

  ServedConnection(
      StreamConnector connection,
      Handler handler,
      ConnectionSet connections,
      FailureReports reports,
      ThreadFactory threads) {
    this.connection = connection;
    this.handler = handler;
    this.connections = connections;
    this.reports = reports;
    this.thread = Objects.requireNonNull(threads.newThread(this), "thread");
  }

  /** Starts the thread; afterwards the connection is in the set until its handler has ended. */
  void start() {
    try {
      thread.start();
    } catch (Throwable failure) {
      end(failure);
    }
  }

  @Override
  public void run() {
    Throwable failure = null; // null means that the handler returned
    try {
      if (state.get() == State.RUNNING) {
        handler.handle(connection);
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
    end(failure);
  }

  /** Closes, reports, and only then leaves the set: who waits for that misses no report. */
  private void end(Throwable handlerFailure) {
    try {
      boolean wasCut = !state.compareAndSet(State.RUNNING, State.ENDED);
      Throwable failure = closedAfter(handlerFailure);
      if (failure != null && !wasCut) {
        connections.countFailure();
        reports.connectionFailed(connection, failure);
      }
    } finally {
      connections.remove(this);
    }
  }

  private Throwable closedAfter(Throwable failure) {
    try {
      connection.close();
      return failure;
    } catch (Throwable closing) {
      if (failure == null) {
        return closing;
      }
      if (closing != failure) {
        failure.addSuppressed(closing);
      }
      return failure;
    }
  }

  /**
   * Closes the connection under its handler and interrupts it.
   *
   * @return false if the handler has ended by itself, or was cut before
   */
  boolean cut() {
    if (!state.compareAndSet(State.RUNNING, State.CUT)) {
      return false;
    }
    try {
      connection.close();
    } catch (IOException | RuntimeException failure) {
      // It is closed all the same; its own thread closes it again and is the one to report.
    }
    thread.interrupt();
    return true;
  }

  boolean isServedBy(Thread other) {
    return thread == other;
  }
}
