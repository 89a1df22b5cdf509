// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns an interrupt into a request, for operations that must be asked to stop.
 *
 * <p>A thread that waits in the middle of a protocol exchange cannot simply leave: the connection
 * would be out of step. Many protocols have a way to ask the peer to stop, such as {@code
 * Statement.cancel()} of JDBC. Inside {@link #onInterrupt} an interrupt of a waiting thread runs
 * that request on another thread, while the wait goes on until the peer answers.
 *
 * <p>Safe for use by any thread.
 */
public final class Cancellation {
  private static final ScopedValue<Cancellation> AMBIENT = ScopedValue.newInstance();

  private final Cancel cancel;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** What went wrong in the request; written by the requesting thread before {@code state}. */
  private volatile Optional<Throwable> failure = Optional.empty();

  private enum State {
    /** No interrupt so far; any waiting thread may move it to REQUESTED. */
    IDLE,
    /** The request runs or has run well; the requesting thread alone may move it to FAILED. */
    REQUESTED,
    /** The request threw: final. */
    FAILED
  }

  private Cancellation(Cancel cancel) {
    this.cancel = cancel;
  }

  /** Asks for the end of an operation that another thread waits in. */
  @FunctionalInterface
  public interface Cancel {
    /**
     * Makes the request; runs on a virtual thread of its own and may block.
     *
     * @throws Exception for any reason: the wait then ends as its connector's interrupt policy says
     */
    void cancel() throws Exception;
  }

  /**
   * Runs an operation whose waits answer an interrupt by a request.
   *
   * <p>The first interrupt of a wait inside {@code operation} starts {@code cancel} once; the wait
   * goes on as under {@link InterruptPolicy#DEFER}, and the flag is set again when the call that
   * waited returns. If {@code cancel} throws, the wait ends as the connector's policy says, with
   * that exception suppressed in its own.
   *
   * @param <T> what the operation returns
   * @param <X> what it throws
   * @param cancel the request
   * @param operation runs once, on the calling thread
   * @return what the operation returned
   * @throws X what the operation threw
   */
  public static <T, X extends Throwable> T onInterrupt(
      Cancel cancel, ScopedValue.CallableOp<? extends T, X> operation) throws X {
    return ScopedValue.where(AMBIENT, new Cancellation(cancel)).<T, X>call(operation);
  }

  /**
   * The cancellation around the calling thread; for those who write waits.
   *
   * @return empty outside of any {@link #onInterrupt}
   */
  public static Optional<Cancellation> current() {
    return AMBIENT.isBound() ? Optional.of(AMBIENT.get()) : Optional.empty();
  }

  /**
   * Starts the request unless it was started before; for those who write waits.
   *
   * @param waiter is unparked if the request fails, so that its wait can look at {@link #failure()}
   */
  public void request(Thread waiter) {
    if (state.compareAndSet(State.IDLE, State.REQUESTED)) {
      Thread.ofVirtual().name("packetloom-cancel").start(() -> runFor(waiter));
    }
  }

  private void runFor(Thread waiter) {
    try {
      cancel.cancel();
    } catch (Throwable thrown) {
      failure = Optional.of(thrown);
      state.set(State.FAILED);
      java.util.concurrent.locks.LockSupport.unpark(waiter);
    }
  }

  /**
   * Whether the request was made and threw nothing so far.
   *
   * @return true while a wait should go on
   */
  public boolean isRequested() {
    return state.get() == State.REQUESTED;
  }

  /**
   * What the request threw.
   *
   * @return empty unless it failed
   */
  public Optional<Throwable> failure() {
    return state.get() == State.FAILED ? failure : Optional.empty();
  }
}
