// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.TransferFailure;
import org.packetloom.suite.Await;

/**
 * A call forked in a scope, and how it ended; a cancelled scope itself does not tell.
 *
 * @param <T> what it returns
 */
final class Fork<T> {
  private final Callable<? extends T> call;

  /** Where it runs; null until it does. Written by that thread. */
  private volatile Thread thread;

  /** How the call ended; written by {@link #thread}, read by others after the scope was closed. */
  private T result;

  private Throwable failure;
  private boolean interrupted;

  private Fork(Callable<? extends T> call) {
    this.call = call;
  }

  /** Forks a call, which may have begun by now. */
  static <T> Fork<T> in(StructuredTaskScope<? super T, ?> scope, Callable<? extends T> call) {
    Fork<T> fork = new Fork<>(call);
    scope.fork(fork::runHere);
    return fork;
  }

  private T runHere() throws Exception {
    thread = Thread.currentThread();
    try {
      result = call.call();
      return result;
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      interrupted = Thread.currentThread().isInterrupted();
    }
  }

  /** Waits until the call waits. */
  Fork<T> awaitParked() {
    Await.until("fork runs", this::hasBegun);
    Await.parked(thread);
    return this;
  }

  /** Whether it was run; a fork of a scope that is cancelled already is not. */
  boolean hasBegun() {
    return thread != null;
  }

  Thread thread() {
    return thread;
  }

  /** What the call returned; fails the test if it threw. */
  T result() {
    assertThat(failure).isNull();
    return result;
  }

  /** What the call threw; fails the test if it returned. */
  Throwable failure() {
    assertThat(hasBegun()).as("begun").isTrue();
    assertThat(failure).as("returned " + result).isNotNull();
    return failure;
  }

  /** Whether the thread's interrupt flag was set at the end of the call. */
  boolean endedInterrupted() {
    return interrupted;
  }

  /** Checks that an interrupt ended the call, and left the flag set. */
  void assertInterrupted() {
    assertThat(failure()).isInstanceOf(ConnectorInterruptedException.class);
    assertThat(interrupted).as("interrupt flag").isTrue();
  }

  /** Checks that an interrupt ended the call after it had moved so many bytes. */
  void assertInterruptedAfter(long bytesMoved) {
    assertInterrupted();
    assertThat(((TransferFailure) failure).bytesMoved()).isEqualTo(bytesMoved);
  }

  /** Checks that a deadline ended the call, and no interrupt. */
  void assertTimedOut() {
    assertThat(failure()).isInstanceOf(ConnectorTimeoutException.class);
    assertThat(interrupted).as("interrupt flag").isFalse();
  }
}
