// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.assertj.core.api.AbstractThrowableAssert;

/**
 * A call that runs in a thread of its own, and how it ended.
 *
 * @param <T> what it returns
 */
public final class Task<T> {
  /** An action that returns nothing. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  private final Thread thread;

  /** How the call ended; written by {@link #thread}, read by others after it ended. */
  private T result;

  private Throwable failure;
  private boolean interrupted;

  private Task(ThreadFactory threads, Callable<T> call) {
    this.thread = threads.newThread(() -> runHere(call));
  }

  /** Starts a call in a new thread. */
  public static <T> Task<T> start(ThreadFactory threads, Callable<T> call) {
    Task<T> task = new Task<>(threads, call);
    task.thread.start();
    return task;
  }

  private void runHere(Callable<T> call) {
    try {
      result = call.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    interrupted = Thread.currentThread().isInterrupted();
  }

  /** The thread in which it runs. */
  public Thread thread() {
    return thread;
  }

  /** Waits until the call waits. */
  public Task<T> awaitParked() {
    try {
      Await.parked(thread);
    } catch (AssertionError early) {
      if (failure != null) {
        early.addSuppressed(failure);
      }
      throw early;
    }
    return this;
  }

  /** Waits for the end, however the call ended. */
  public Task<T> awaitEnd() {
    Await.until("task ends", () -> thread.getState() == Thread.State.TERMINATED);
    return this;
  }

  /** Waits for the end, and gives what the call returned; fails the test if it threw. */
  public T result() {
    awaitEnd();
    if (failure != null) {
      throw new AssertionError("the task failed: " + failure, failure);
    }
    return result;
  }

  /** Waits for the end, and gives what the call threw; fails the test if it returned. */
  public Throwable failure() {
    awaitEnd();
    if (failure == null) {
      throw new AssertionError("the task returned " + result + " instead of failing");
    }
    return failure;
  }

  /** Waits for the end, and looks at what the call threw. */
  public AbstractThrowableAssert<?, ? extends Throwable> assertFailure() {
    return assertThat(failure());
  }

  /** Whether the call has ended. */
  public boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Whether the call threw; waits for its end. */
  public boolean hasFailed() {
    return awaitEnd().failure != null;
  }

  /** Whether the thread's interrupt flag was set when the call ended; waits for that. */
  public boolean endedInterrupted() {
    return awaitEnd().interrupted;
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }
}
