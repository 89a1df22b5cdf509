// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.packetloom.serving.SpareDescriptor;

/*
 * Ends when its listener is closed, by whomever, when the server stops, or when the poller behind
 * the listener died. All else may pass: too few descriptors, a peer that vanished, too little
 * memory. It is reported, and tried again after a pause that doubles with each failure in a row;
 * accept() fails at once in such states, so without the pause the loop would spin.
 *
 * Too few descriptors is a state that lasts. The system leaves the peer in its queue (accept(2)
 * finds a number for the descriptor before it takes a peer), so waiting loses nobody, and the pause
 * ends early when a connection of the server ends. One descriptor is kept spare. It is given away
 * for the time of a report, so that a log file can be opened and a class be loaded; and if peers
 * are to be shed, for the time of an accept. As accept fails without a free number even when nobody
 * waits, the shedding accept is an ordinary one, which waits for the next peer; whether the spare
 * can be taken again then tells whether that peer can be served.
 */

/** Accepts the connections of one listener and has each served. */
final class AcceptLoop implements Runnable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often a lasting shortage is reported. */
  private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Listener listener;
  private final Service service;

  /** Ends the server when its poller died. */
  private final Consumer<PollerFailedException> onPollerFailure;

  // used by the accepting thread only
  private final SpareDescriptor spare = new SpareDescriptor();
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long shortageReportedAt = System.nanoTime() - REPORT_INTERVAL_NANOS;

  AcceptLoop(Listener listener, Service service, Consumer<PollerFailedException> onPollerFailure) {
    this.listener = listener;
    this.service = service;
    this.onPollerFailure = onPollerFailure;
  }

  @Override
  public void run() {
    try {
      rehearseShortage();
      boolean goesOn = true;
      while (goesOn && service.connections().awaitRoom()) {
        goesOn = acceptOne();
      }
    } finally {
      spare.end();
      service.connections().endAccepting();
    }
  }

  /**
   * Loads the classes that a shortage needs: later there may be no descriptor to load them with.
   */
  private void rehearseShortage() {
    refusal("nothing", ConnectionLimit.DESCRIPTORS);
    service.connections().awaitPause(1, 0);
    spare.take();
    spare.give();
    spare.take();
  }

  private boolean acceptOne() {
    long endedBefore = service.connections().ended();
    try {
      serve(listener.accept());
      pauseNanos = FIRST_PAUSE_NANOS;
      spare.take();
      return true;
    } catch (ClosedChannelException _) {
      return false;
    } catch (PollerFailedException failure) {
      onPollerFailure.accept(failure);
      return false;
    } catch (ResourceExhaustedException failure) {
      return listener.isOpen() && goOnAfterShortage(failure, endedBefore);
    } catch (Throwable failure) {
      return listener.isOpen() && goOnAfter(failure, endedBefore);
    }
  }

  private boolean goOnAfter(Throwable failure, long endedBefore) {
    service.reports().countAcceptFailure();
    service.reports().acceptFailed(listener.uri(), failure);
    return pause(endedBefore);
  }

  private boolean pause(long endedBefore) {
    long nanos = pauseNanos;
    pauseNanos = Math.min(2 * nanos, LONGEST_PAUSE_NANOS);
    return service.connections().awaitPause(nanos, endedBefore);
  }

  private boolean goOnAfterShortage(ResourceExhaustedException failure, long endedBefore) {
    service.reports().countAcceptFailure();
    reportShortage(failure);
    return service.limits().shortage() == DescriptorShortage.SHED && spare.give()
        ? serveOrShed(endedBefore)
        : pause(endedBefore);
  }

  private void reportShortage(ResourceExhaustedException failure) {
    long now = System.nanoTime();
    if (now - shortageReportedAt >= REPORT_INTERVAL_NANOS) {
      shortageReportedAt = now;
      spare.give();
      service.reports().acceptFailed(listener.uri(), failure);
      spare.take();
    }
  }

  /** Accepts with the descriptor that was spare, and sheds the peer if no other is free. */
  private boolean serveOrShed(long endedBefore) {
    StreamConnector connection;
    try {
      connection = listener.accept();
    } catch (ClosedChannelException _) {
      return false;
    } catch (PollerFailedException failure) {
      onPollerFailure.accept(failure);
      return false;
    } catch (Throwable _) {
      spare.take();
      return listener.isOpen() && pause(endedBefore); // somebody else took it: as before
    }
    pauseNanos = FIRST_PAUSE_NANOS;
    if (spare.take()) {
      serve(connection);
    } else {
      refuse(connection, ConnectionLimit.DESCRIPTORS);
      spare.take();
    }
    return true;
  }

  private void serve(StreamConnector connection) {
    ServedConnection served;
    try {
      served = new ServedConnection(connection, service);
      served.admit();
    } catch (Throwable failure) {
      close(connection);
      service.reports().connectionFailed(connection, failure);
      return;
    }
    if (service.connections().add(served)) {
      served.start();
    } else {
      served.leavePlace();
      close(connection);
    }
  }

  private void refuse(StreamConnector connection, ConnectionLimit limit) {
    close(connection);
    service.reports().connectionFailed(connection, refusal(connection.toString(), limit));
  }

  private ConnectionLimitException refusal(String connection, ConnectionLimit limit) {
    return new ConnectionLimitException(limit, connection + ": " + service.limits().words(limit));
  }

  private void close(StreamConnector connection) {
    try {
      connection.close();
    } catch (IOException | RuntimeException failure) {
      // Nobody was served, so nobody misses it.
      service.reports().closeFailed(connection.uri(), failure);
    }
  }
}
