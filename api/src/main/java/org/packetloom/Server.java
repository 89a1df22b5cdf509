// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/*
 * An accept loop per listener, a thread per connection; all of them meet in one ConnectionSet,
 * where the waiting is argued. A server ends in this order, whoever ends it: the set stops, so that
 * nothing is added any more; the listeners close, which ends the loops; handlers end or are cut.
 * Each step may be taken twice, by threads that do not know of each other: drain() beside close(),
 * or a dying poller beside both.
 */

/**
 * Serves connections: accepts them and runs a handler for each, on a virtual thread of its own.
 *
 * <p>A handler that fails is reported and harms nobody else. So is a failure to accept, such as too
 * few descriptors: the server waits for a moment, up to a second, and goes on. It ends by {@link
 * #drain}, {@link #close}, when the last of its listeners is closed by other means, or when a
 * poller behind one of them dies.
 *
 * <p>Safe for use by any thread. A handler may call {@link #drain} and {@link #close} too; its own
 * connection is then left to it, and is closed when it returns.
 *
 * @see Packetloom#server(Handler)
 */
public final class Server implements AutoCloseable {
  /** How long {@link #close} waits for handlers to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ListenerGroup listeners;
  private final ConnectionSet connections;
  private final FailureReports reports;

  /** What ended the server by itself; null if nothing did. Set once. */
  private final AtomicReference<PollerFailedException> failure = new AtomicReference<>();

  private Server(Builder builder, ListenerGroup listeners) {
    this.listeners = listeners;
    this.connections = new ConnectionSet(builder.maxConnections);
    this.reports = new FailureReports(builder.failureListener);
  }

  private void startAccepting(Handler handler, ThreadFactory threads) {
    for (Listener listener : listeners.listeners()) {
      var loop = new AcceptLoop(listener, handler, connections, reports, threads, this::endBy);
      Thread thread = threads.newThread(loop);
      thread.setName("packetloom-accept-" + listener.uri());
      connections.startAccepting(thread);
    }
  }

  /**
   * Where the server listens, with what the system chose filled in, such as the port.
   *
   * @return the URI of the first listener
   */
  public ConnectorUri uri() {
    return listeners.uris().getFirst();
  }

  /**
   * Where the server listens, with what the system chose filled in, such as the ports.
   *
   * @return the URIs of all listeners, in the order of {@link Builder#listen(String)}
   */
  public List<ConnectorUri> uris() {
    return listeners.uris();
  }

  /**
   * The connections whose handlers run.
   *
   * @return from 0 to {@link Builder#maxConnections}
   */
  public int activeConnections() {
    return connections.size();
  }

  /**
   * The connections given to a handler so far.
   *
   * @return zero or more
   */
  public long acceptedConnections() {
    return connections.added();
  }

  /**
   * The connections reported to {@link FailureListener#connectionFailed} so far.
   *
   * @return zero or more
   */
  public long failedConnections() {
    return connections.failures();
  }

  /**
   * Waits until the server has ended: nothing is accepted any more, and no handler runs.
   *
   * <p>After a {@link #close} that lost patience it returns although handlers still run.
   *
   * @throws PollerFailedException if it ended because a poller died
   * @throws InterruptedException if the calling thread is interrupted; the server goes on
   */
  public void await() throws PollerFailedException, InterruptedException {
    connections.awaitEnd();
    PollerFailedException ended = failure.get();
    if (ended != null) {
      throw ended;
    }
  }

  /**
   * Ends the server gently: accepts no more, removes its socket files, and lets running handlers
   * finish until the deadline; then as {@link #close}.
   *
   * <p>If the calling thread is interrupted, the waiting ends as if the deadline had passed, and
   * the flag stays set.
   *
   * @param deadline when to lose patience; the ambient one counts too
   * @return the number of connections that this call closed under their handlers
   */
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

  /**
   * Ends the server at once: closes its listeners and connections and interrupts the handlers.
   *
   * <p>Waits up to 10 seconds for the handlers to end, interrupted or not. Does nothing if the
   * server has ended.
   */
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
    listeners.close(reports);
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

  /** Prepares a server. A builder belongs to one thread and may be used several times. */
  public static final class Builder {
    private static final int DEFAULT_MAX_CONNECTIONS = 10_000;

    private final Packetloom loom;
    private final Handler handler;
    private final List<ListenerGroup.Opening> openings = new ArrayList<>();
    private int maxConnections = DEFAULT_MAX_CONNECTIONS;
    private FailureListener failureListener = FailureReports::log;

    Builder(Packetloom loom, Handler handler) {
      this.loom = loom;
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Adds a place to listen at. A server has one or more.
     *
     * @param uri where; {@link #start} checks it
     * @return this builder
     */
    public Builder listen(String uri) {
      Objects.requireNonNull(uri, "uri");
      openings.add(() -> loom.listen(uri));
      return this;
    }

    /**
     * Adds a place to listen at. A server has one or more.
     *
     * @param uri where
     * @return this builder
     */
    public Builder listen(ConnectorUri uri) {
      Objects.requireNonNull(uri, "uri");
      openings.add(() -> loom.listen(uri));
      return this;
    }

    /**
     * Limits how many handlers run at once; 10 000 unless chosen.
     *
     * <p>While so many run, nothing more is accepted: peers wait in the queue of the system. Of
     * several listeners each but one may hold one more connection, accepted but not yet served.
     *
     * @param count 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxConnections(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("maxConnections: " + count);
      }
      this.maxConnections = count;
      return this;
    }

    /**
     * Chooses who hears of failures; unless chosen, they are logged at level WARNING by the {@link
     * System.Logger} named as {@link Server}.
     *
     * @param listener is called by any thread
     * @return this builder
     */
    public Builder onFailure(FailureListener listener) {
      this.failureListener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Listens at every place and starts to serve.
     *
     * @return the running server
     * @throws IllegalStateException if there is no place to listen at
     * @throws ConnectorUriException if one of the URIs is wrong
     * @throws IOException as {@link ConnectorBuilder#listen()}; nothing stays open then
     */
    public Server start() throws IOException {
      if (openings.isEmpty()) {
        throw new IllegalStateException("no place to listen at");
      }
      var server = new Server(this, ListenerGroup.open(openings));
      try {
        server.startAccepting(handler, loom.threadFactory());
        return server;
      } catch (Throwable failure) {
        server.close();
        throw failure;
      }
    }
  }
}
