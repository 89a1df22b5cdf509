// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.serving.Admission;
import org.packetloom.serving.ListenerGroup;
import org.packetloom.tls.Tls;

/*
 * An accept loop per listener, a thread per connection; all of them meet in one ConnectionSet,
 * where the waiting is argued. A server ends in this order, whoever ends it: the set stops, so that
 * nothing is added any more; the listeners close, which ends the loops; handlers end or are cut.
 * Each step may be taken twice, by threads that do not know of each other: drain() beside close(),
 * or a dying poller beside both. The sweep goes on until the last connection is gone, so that an
 * idle one does not hold up a drain.
 */

/** The server behind {@link Server}. */
final class RunningServer implements Server {
  /** How long {@link #close} waits for handlers to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ListenerGroup listeners;
  private final ConnectionSet connections;
  private final FailureReports reports;

  /** What ended the server by itself; null if nothing did. Set once. */
  private final AtomicReference<PollerFailedException> failure = new AtomicReference<>();

  private RunningServer(
      ListenerGroup listeners, ConnectionSet connections, FailureReports reports) {
    this.listeners = listeners;
    this.connections = connections;
    this.reports = reports;
  }

  /** Serves what comes to the listeners, and owns them from now on. */
  static RunningServer start(
      ListenerGroup listeners,
      Handler handler,
      Admission admission,
      Optional<Tls> tls,
      Packetloom loom,
      FailureListener failures) {
    var connections = new ConnectionSet(admission.limits().maxConnections());
    var reports = new FailureReports(failures);
    var server = new RunningServer(listeners, connections, reports);
    try {
      server.startThreads(
          new Service(handler, admission, connections, tls, loom, reports, loom.threadFactory()));
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  private void startThreads(Service service) {
    if (service.limits().sweepNanos() > 0) {
      var sweeper = new Sweeper(connections, service.limits().sweepNanos());
      Thread thread = service.threads().newThread(sweeper);
      thread.setName("packetloom-sweep-" + uri());
      thread.start();
    }
    for (Listener listener : listeners.listeners()) {
      var loop = new AcceptLoop(listener, service, this::endBy);
      Thread thread = service.threads().newThread(loop);
      thread.setName("packetloom-accept-" + listener.uri());
      connections.startAccepting(thread);
    }
  }

  @Override
  public ConnectorUri uri() {
    return listeners.uris().getFirst();
  }

  @Override
  public List<ConnectorUri> uris() {
    return listeners.uris();
  }

  @Override
  public int activeConnections() {
    return connections.size();
  }

  @Override
  public long acceptedConnections() {
    return connections.added();
  }

  @Override
  public long failedConnections() {
    return reports.failedConnections();
  }

  @Override
  public ServerStatistics statistics() {
    return reports.statistics(connections);
  }

  @Override
  public void await() throws PollerFailedException, InterruptedException {
    connections.awaitEnd();
    PollerFailedException ended = failure.get();
    if (ended != null) {
      throw ended;
    }
  }

  @Override
  public int drain(Deadline deadline) {
    stopAccepting();
    try {
      if (connections.awaitEmpty(deadline.earliest(Deadline.current()))) {
        return 0;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return cut();
  }

  @Override
  public void close() {
    stopAccepting();
    cut();
  }

  private void endBy(PollerFailedException cause) {
    failure.compareAndSet(null, cause);
    stopAccepting();
    connections.cutAll();
  }

  private void stopAccepting() {
    connections.stop();
    listeners.close(reports::closeFailed);
  }

  private int cut() {
    int count = connections.cutAll();
    if (!connections.awaitEmptyThroughInterrupts(Deadline.after(PATIENCE))) {
      connections.abandon();
    }
    return count;
  }

  @Override
  public String toString() {
    return "Server" + uris() + ": " + activeConnections() + " active";
  }
}
