// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.ConnectorBuilder;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.spi.ParkPoint;

/**
 * Connects what a connector URI names, on a thread of its own: whatever the scheme, the caller's
 * wait then ends by the socket's rules, and also when the socket is closed.
 */
final class ViaConnect {
  /** In place of an outcome: nobody wants it any more. */
  private static final Object ABANDONED = new Object();

  private final ConnectorBuilder builder;
  private final ParkPoint point;

  /**
   * Null, then a StreamConnector or a Throwable, set by the thread that connects; or ABANDONED, set
   * by the caller. Whoever comes second closes the connector.
   */
  private final AtomicReference<Object> outcome = new AtomicReference<>();

  ViaConnect(ConnectorBuilder builder, InterruptPolicy policy, Deadline deadline)
      throws IOException {
    this.builder = builder.interruptPolicy(InterruptPolicy.KEEP_OPEN);
    this.point = builder.context().parkPoint("socket");
    point.interruptPolicy(policy);
    point.deadline(deadline);
  }

  /** Connects, and waits for that. */
  StreamConnector connect(ThreadFactory threads) throws IOException {
    Thread connecting = threads.newThread(this::run);
    connecting.start();
    try {
      point.await("connect", () -> outcome.get() != null);
    } catch (Throwable e) {
      abandon();
      connecting.interrupt();
      throw e;
    } finally {
      point.close();
    }
    return switch (outcome.get()) {
      case StreamConnector connected -> connected;
      case IOException failure -> throw failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      default -> throw new IOException(String.valueOf(outcome.get()));
    };
  }

  /** Ends the wait. */
  void cancel() {
    point.close();
  }

  private void run() {
    Object reached;
    try {
      reached = builder.connect();
    } catch (Throwable e) {
      reached = e;
    }
    if (outcome.compareAndSet(null, reached)) {
      point.signal();
    } else {
      close(reached);
    }
  }

  private void abandon() {
    Object reached = outcome.compareAndExchange(null, ABANDONED);
    if (reached != null) {
      close(reached);
    }
  }

  private static void close(Object reached) {
    if (reached instanceof StreamConnector connected) {
      try {
        connected.close();
      } catch (IOException _) {
        // it is closed all the same, and the caller has another failure to hear of
      }
    }
  }
}
