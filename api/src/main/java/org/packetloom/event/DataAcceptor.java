// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Connector;
import org.packetloom.DescriptorShortage;
import org.packetloom.Listener;
import org.packetloom.ResourceExhaustedException;
import org.packetloom.StreamConnector;
import org.packetloom.serving.SpareDescriptor;

/**
 * Accepts from one listener of a server.
 *
 * <p>A listener at which peers wait is readable all the time. So while nothing is to be accepted,
 * for want of a place or after a failure, it is not watched for that; what {@link #isAccepting}
 * looks at is set first and the {@link Interest} adjusted then, whoever finds or makes room.
 *
 * <p>Too few descriptors is a state that lasts: the peer stays in the queue of the system, and is
 * tried again after a pause that doubles with each failure in a row, or when a connection of the
 * server has ended. If peers are to be shed, it is accepted with a descriptor that is kept spare,
 * and closed, unless that can be taken again. It is given away for the time of a report, too, so
 * that a log file can be opened.
 */
final class DataAcceptor implements EventHandler {
  /** How many are accepted before others get their turn. */
  private static final int MOST_AT_ONCE = 64;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often a lasting shortage is reported. */
  private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final RunningDataServer server;
  private final Listener listener;
  private final DataConnections connections;
  private final SpareDescriptor spare = new SpareDescriptor();
  private final Interest interest = new Interest(Events.READ | Events.ERROR);

  private volatile boolean isPausing; // set by who accepts, unset by any thread

  // of who accepts
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long shortageReportedAt = System.nanoTime() - REPORT_INTERVAL_NANOS;

  DataAcceptor(RunningDataServer server, Listener listener, DataConnections connections) {
    this.server = server;
    this.listener = listener;
    this.connections = connections;
  }

  void begin() throws IOException {
    rehearseShortage();
    interest.bind(server.reactor().register(listener, Events.READ | Events.ERROR, this));
  }

  /** Loads the classes that a shortage needs, for which there may be no descriptor later. */
  private void rehearseShortage() {
    boolean unused = spare.take() && spare.give();
    unused = spare.take();
    Throwable unusedToo = new ConnectionLimitException(ConnectionLimit.DESCRIPTORS, "rehearsal");
  }

  @Override
  public void handle(Occurrence occurrence) {
    if (occurrence.failure().isPresent()) {
      failed(occurrence.failure().get());
      return; // the registration is gone
    }
    int accepted = 0;
    while (accepted < MOST_AT_ONCE && acceptOne()) {
      accepted++;
    }
    adjust();
  }

  private boolean acceptOne() {
    if (isPausing || !connections.tryReserve()) {
      return false;
    }
    Optional<StreamConnector> peer = Optional.empty();
    try {
      peer = listener.tryAccept();
    } catch (ClosedChannelException _) {
      // the registration's end is told
    } catch (ResourceExhaustedException failure) {
      if (isShedding() && spare.give()) {
        return serveOrShed(failure);
      }
      pauseAfter(failure);
    } catch (Throwable failure) {
      pauseAfter(failure);
    }
    if (peer.isEmpty()) {
      return nobodyCame();
    }
    pauseNanos = FIRST_PAUSE_NANOS;
    boolean unused = spare.take();
    server.serve(peer.get());
    return true;
  }

  private boolean isShedding() {
    return server.admission().limits().shortage() == DescriptorShortage.SHED;
  }

  /** Gives the place back; false. */
  private boolean nobodyCame() {
    if (connections.giveBack()) {
      server.roomCame(); // others may have seen it taken
    }
    return false;
  }

  /** Accepts with the descriptor that was spare, and sheds the peer if no other is free. */
  private boolean serveOrShed(ResourceExhaustedException shortage) {
    Optional<StreamConnector> peer = Optional.empty();
    try {
      peer = listener.tryAccept(); // nobody may be there: the system finds a descriptor first
    } catch (ClosedChannelException _) {
      // the registration's end is told
    } catch (Throwable failure) {
      boolean unused = spare.take();
      pauseAfter(failure); // somebody else took it
    }
    if (peer.isEmpty()) {
      boolean unused = spare.take();
      return nobodyCame();
    }
    pauseNanos = FIRST_PAUSE_NANOS;
    if (spare.take()) {
      server.serve(peer.get());
    } else {
      server.shed(peer.get());
      boolean unused = spare.take();
    }
    failed(shortage);
    return true;
  }

  private void pauseAfter(Throwable failure) {
    failed(failure);
    long nanos = pauseNanos;
    pauseNanos = Math.min(2 * nanos, LONGEST_PAUSE_NANOS);
    isPausing = true;
    try {
      server.reactor().once(Duration.ofNanos(nanos), _ -> endPause());
    } catch (ReactorClosedException _) {
      // the server ends with it
    }
  }

  private void failed(Throwable failure) {
    server.reports().countAcceptFailure();
    if (failure instanceof ResourceExhaustedException) {
      long now = System.nanoTime();
      if (now - shortageReportedAt < REPORT_INTERVAL_NANOS) {
        return;
      }
      shortageReportedAt = now;
      boolean unused = spare.give();
    }
    server.reports().acceptFailed(listener.uri(), failure);
    boolean unused = spare.take();
  }

  /** Goes on, if there is room: a connection has ended, or the pause has. */
  void endPause() {
    isPausing = false;
    adjust();
  }

  /** There may be room. */
  void adjust() {
    interest.adjust(Events.READ, this::isAccepting);
  }

  private boolean isAccepting() {
    return !isPausing && connections.hasRoom();
  }

  @Override
  public void registrationEnded(Connector ended) {
    server.listenerEnded(this);
  }

  /** Accepts nothing more. */
  void close() {
    interest.cancel();
    spare.end();
    try {
      listener.close();
    } catch (IOException | RuntimeException failure) {
      server.reports().closeFailed(listener.uri(), failure);
    }
  }

  @Override
  public String toString() {
    return "accept " + listener.uri();
  }
}
