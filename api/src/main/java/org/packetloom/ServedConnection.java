// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.serving.Activity;
import org.packetloom.serving.Handshakes;
import org.packetloom.serving.PeerCounts;
import org.packetloom.spi.ServingTask;
import org.packetloom.spi.Watchable;
import org.packetloom.tls.TlsConnector;

/*
 * The handler's return races with a cut. `state` decides: whoever moves it out of RUNNING has won.
 * If the cut wins, the connection counts as cut and nothing the handler throws is reported, but the
 * limit is, if one was exceeded. If the return wins, the connection is closed by its own thread, and
 * the cut does nothing but end the wait for the peer of an encrypted one.
 *
 * The thread exists before the connection can be found by a cut, so there is always one to
 * interrupt. A cut before the thread has started is seen by run(), which then skips the handler.
 * The thread serves nothing else, so an interrupt that comes late disturbs nobody.
 */

/** One connection of a server, and the thread that serves it. */
final class ServedConnection implements ServingTask {
  private enum State {
    /** The handler runs or will run. The own thread moves it to ENDED, any other to the rest. */
    RUNNING,
    /** The handler has returned or thrown: final. */
    ENDED,
    /** The server closed the connection under the handler: final. */
    CUT,
    /** The sweep closed the connection, as it had exceeded a limit: final. */
    LIMITED
  }

  private static final VarHandle STATE;
  private static final VarHandle CONNECTION;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ServedConnection.class, "state", State.class);
      CONNECTION =
          lookup.findVarHandle(ServedConnection.class, "connection", StreamConnector.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The own thread puts one that encrypts in its place, before the handler sees it. */
  private volatile StreamConnector connection;

  private final Service service;
  private final Thread thread;

  /** As told above; changed through STATE. */
  private volatile State state;

  /** Its place among those of its peer; null if it has none; written once by whoever enters it. */
  private volatile PeerCounts.Place place;

  /** Whether the peer is a proxy, which sends a header first; written before the thread starts. */
  private boolean hasHeader;

  /** Null until the handler begins, and where nothing is swept; written by the own thread. */
  private volatile Activity activity;

  // neighbours in the set; null at its ends and outside of it
  ServedConnection previous; // guarded by the set's lock
  ServedConnection next; // guarded by the set's lock

  ServedConnection(StreamConnector connection, Service service) {
    // without fences: nobody else knows this yet
    CONNECTION.set(this, connection);
    STATE.set(this, State.RUNNING);
    this.service = service;
    this.thread = Objects.requireNonNull(service.threads().newThread(this), "thread");
  }

  /**
   * Finds out whether the connection may be served, as far as that can be told at once; the
   * accepting thread calls it.
   *
   * @throws IOException if it may not
   */
  void admit() throws IOException {
    hasHeader = service.admission().awaitsHeader(connection);
    if (!hasHeader) {
      enterPlace();
    }
  }

  private void enterPlace() throws IOException {
    Optional<PeerCounts.Place> found = service.admission().enter(connection);
    if (found.isPresent()) {
      place = found.get();
    }
  }

  /** Gives the place back; does nothing if there is none. */
  void leavePlace() {
    PeerCounts.Place known = place;
    if (known != null) {
      known.leave();
    }
  }

  @Override
  public StreamConnector connection() {
    return connection;
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
      if (isToBeHandled()) {
        service.handler().handle(connection);
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
    end(failure);
  }

  /** Does what comes before the handler; whether that is to begin. */
  private boolean isToBeHandled() throws IOException {
    if (state != State.RUNNING || hasHeader && !receiveHeader() || !shakeHands()) {
      return false;
    }
    if (service.limits().sweepNanos() > 0) {
      activity = new Activity(connection, service.limits(), System.nanoTime());
    }
    return true;
  }

  /** Reads what the proxy has to tell; false if it closes the connection without a word. */
  private boolean receiveHeader() throws IOException {
    ProxyProtocol proxies = service.admission().proxies().orElseThrow();
    Deadline deadline = Deadline.after(proxies.headerTimeout());
    Optional<ProxyHeader> header;
    try {
      StreamConnector outer = connection instanceof TlsConnector tls ? tls.transport() : connection;
      header = deadline.call(() -> ProxyHeader.receive(outer, proxies.mostHeaderBytes()));
    } catch (ConnectorTimeoutException late) {
      throw because(late, service.admission().headerIsLate(connection));
    }
    if (header.isPresent()) {
      connection.proxied(header.get());
      enterPlace();
    }
    return header.isPresent();
  }

  /** Has the connection encrypted, if it is to be; false if the peer goes away without a word. */
  private boolean shakeHands() throws IOException {
    if (service.tls().isPresent() && !(connection instanceof TlsConnector)) {
      connection = service.tls().get().lazilyOver(service.loom(), connection);
      if (state != State.RUNNING) {
        return false; // the cut may have closed what is below only
      }
    }
    if (!(connection instanceof TlsConnector encrypted)) {
      return true;
    }
    return Handshakes.shake(encrypted, service.admission());
  }

  private static IOException because(Throwable cause, IOException failure) {
    failure.initCause(cause);
    return failure;
  }

  /** Closes, reports, and only then leaves the set: who waits for that misses no report. */
  private void end(Throwable handlerFailure) {
    try {
      State before = (State) STATE.compareAndExchange(this, State.RUNNING, State.ENDED);
      Throwable failure = closedAfter(handlerFailure);
      if (!isLingering()) {
        leavePlace();
      }
      if (before == State.LIMITED) {
        service.reports().connectionFailed(connection, limitFailure(failure));
      } else if (before == State.RUNNING && failure != null) {
        service.reports().connectionFailed(connection, failure);
      }
    } finally {
      if (isLingering()) {
        linger();
        leavePlace();
      }
      service.connections().remove(this);
    }
  }

  /** Whether it is closed, and the peer has yet to take what is left. */
  private boolean isLingering() {
    return connection instanceof TlsConnector tls && tls.transport().isOpen();
  }

  /** Waits as long as the close does; a cut ends that. Whoever lingers counts as being served. */
  private void linger() {
    if (!(connection instanceof Watchable closing)) {
      return;
    }
    try (Watchable.Watching _ = closing.watch(() -> LockSupport.unpark(thread))) {
      while (isLingering()) {
        boolean unused = Thread.interrupted(); // meant for the handler, and would not let us wait
        LockSupport.park(this);
      }
    }
  }

  private ConnectionLimitException limitFailure(Throwable handlerFailure) {
    ConnectionLimitException failure = failure(activity.exceeded().orElseThrow());
    if (handlerFailure != null) {
      failure.addSuppressed(handlerFailure);
    }
    return failure;
  }

  private ConnectionLimitException failure(ConnectionLimit limit) {
    return service.admission().failure(connection, limit);
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

  /** Cuts the connection if it has exceeded a limit; the sweeping thread calls it. */
  void sweep(long now) {
    Activity seen = activity;
    boolean isOver = seen != null && seen.sweep(now).isPresent();
    if (isOver && state == State.RUNNING) {
      cut(State.LIMITED);
    }
  }

  /**
   * Closes the connection under its handler and interrupts it.
   *
   * @return false if the handler has ended by itself, or was cut before
   */
  boolean cut() {
    return cut(State.CUT);
  }

  private boolean cut(State next) {
    boolean isFirst = STATE.compareAndSet(this, State.RUNNING, next);
    try {
      StreamConnector cutOff = connection;
      if (isFirst) {
        cutOff.close();
      }
      if (cutOff instanceof TlsConnector tls) {
        tls.transport().close(); // a peer that is cut has no time to take what is left
      }
    } catch (IOException | RuntimeException failure) {
      // It is closed all the same; its own thread closes it again and is the one to report.
    }
    if (isFirst) {
      thread.interrupt();
    } else {
      LockSupport.unpark(thread); // it may linger
    }
    return isFirst;
  }

  boolean isServedBy(Thread other) {
    return thread == other;
  }
}
