// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;

/**
 * A listener without a descriptor: a scheme says who waits to be accepted, and gets the waiting
 * contract for it.
 *
 * <p>A subclass is handed to {@link #open} before anyone else sees it. {@link #take} is called by
 * one thread at a time. Whenever it may get somewhere again, the subclass calls {@link
 * #acceptable()}.
 */
public abstract class AbstractListener implements Listener, Unnamed, Watchable {
  private static final String ACCEPT = "accept";

  private final ConnectorUri uri;
  private final boolean isBlocking;
  private final ParkPoint point;
  private final Turns acceptors;
  private final Watchers watchers = new Watchers();
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile InterruptPolicy policy;

  /**
   * Makes a listener with the caller's settings.
   *
   * @param uri its URI, which also names it in messages
   * @param context settings and services
   */
  protected AbstractListener(ConnectorUri uri, SchemeContext context) {
    this.uri = uri;
    this.isBlocking = uri.isBlocking();
    this.policy = context.interruptPolicy();
    this.point = context.parkPoint(ConnectorUri.of(uri.scheme(), uri.target()).toString());
    this.acceptors = new Turns(point);
  }

  /**
   * Hands a listener that is ready for use to its toolkit: it is closed with that from now on.
   *
   * @param <L> its type
   * @param listener made by a constructor
   * @return the same listener
   * @throws ConnectorClosedException if the toolkit is closed; the listener is too, then
   */
  public static <L extends AbstractListener> L open(L listener) throws ConnectorClosedException {
    AbstractListener opened = listener;
    opened.point.onClose(listener::close);
    opened.ensureOpen("open");
    return listener;
  }

  // ---- what a subclass says

  /**
   * Takes a peer that waits. The stream begins with {@link #interruptPolicy()}.
   *
   * @return empty for not now
   * @throws IOException if the listener has failed
   */
  protected abstract Optional<StreamConnector> take() throws IOException;

  /**
   * Whether {@link #take} has a peer or a failure to tell; cheap.
   *
   * @return false for not now
   */
  protected abstract boolean isAcceptable();

  /** Nobody will take any more: peers that wait are sent away; called once. */
  protected abstract void ended();

  /** Has acceptors look again: a peer came. */
  protected final void acceptable() {
    point.signal();
    watchers.changed();
  }

  // ---- watching

  @Override
  public final long readyEvents() {
    if (!isOpen()) {
      return Events.READ | Events.CLOSE;
    }
    return isAcceptable() ? Events.READ : 0;
  }

  @Override
  public final Watching watch(Runnable changed) {
    return watchers.add(changed);
  }

  @Override
  public final boolean awaitReadable(Deadline deadline) throws IOException {
    return Watchers.await(
        acceptors, "await acceptable", this::isAcceptable, ParkPoint.Call::await, deadline);
  }

  // ---- accepting

  @Override
  public final StreamConnector accept() throws IOException {
    try (Turns.Waiting turn = acceptors.take(ACCEPT)) {
      while (true) {
        Optional<StreamConnector> peer = take();
        if (peer.isPresent()) {
          return peer.get();
        }
        if (!isBlocking) {
          throw new ConnectorTimeoutException(
              FailureDetail.atOnce(ACCEPT, toString(), "timed out"));
        }
        turn.call().await(this::isAcceptable, 0);
      }
    }
  }

  @Override
  public final Optional<StreamConnector> tryAccept() throws IOException {
    ensureOpen(ACCEPT);
    Optional<Turns.Turn> free = acceptors.tryTake();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    try (Turns.Turn _ = free.get()) {
      return take();
    }
  }

  @Override
  public final Listener acceptDeadline(Deadline deadline) {
    point.deadline(deadline);
    return this;
  }

  // ---- names and life

  @Override
  public final ConnectorUri uri() {
    return uri;
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    throw new UnsupportedOperationException("option " + option);
  }

  @Override
  public final InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public final Listener interruptPolicy(InterruptPolicy changed) {
    policy = changed;
    point.interruptPolicy(changed);
    return this;
  }

  @Override
  public final boolean isOpen() {
    return !closed.get();
  }

  @Override
  public final boolean isListening() {
    return isOpen();
  }

  @Override
  public final boolean isConnected() {
    return false;
  }

  @Override
  public final boolean isCommunicating() {
    return false;
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      point.close();
      ended();
      watchers.changed();
    }
  }

  private void ensureOpen(String operation) throws ConnectorClosedException {
    if (closed.get()) {
      throw new ConnectorClosedException(FailureDetail.atOnce(operation, toString(), "closed"));
    }
  }

  @Override
  public String toString() {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
