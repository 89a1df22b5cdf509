// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;

/**
 * Threads that wait for a {@link WriteQueue}, and the rules by which they do: deadlines, interrupts
 * by the connector's policy, cancellations. A connector of any kind may be behind the queue, so
 * there is no park point to be had.
 *
 * <p>A waiter enters the list under the queue's lock, looks at its condition under the lock, and
 * parks without it. Whoever changes what conditions look at does so under the lock, and then wakes
 * those in the list whose condition holds. So either the waiter sees the change or the changer sees
 * the waiter; an unpark that comes before the park makes the park return at once.
 */
final class QueueWaits {
  private final QueuedWriting connector;
  private final ReentrantLock lock;
  private final List<Wait> waits = new ArrayList<>(0); // guarded by lock

  QueueWaits(QueuedWriting connector, ReentrantLock lock) {
    this.connector = connector;
    this.lock = lock;
  }

  /** What is waited for; looked at under the lock. */
  @FunctionalInterface
  interface Condition {
    /**
     * Whether it holds; throws if it never will.
     *
     * @param elapsedNanos since the wait began, −1 if it has not
     */
    boolean holds(long elapsedNanos) throws IOException;
  }

  /** Has those look at their condition again that would find it holds; under the lock. */
  void wake() {
    for (int i = 0; i < waits.size(); i++) {
      waits.get(i).wakeIfDone();
    }
  }

  /** Waits until a condition holds; false if the deadline passes first. */
  boolean await(String operation, Deadline deadline, Condition condition) throws IOException {
    Deadline ambient = Deadline.current();
    if (ambient.hasPassed()) {
      throw new ConnectorTimeoutException(detail(operation, "timed out", -1));
    }
    Wait wait = new Wait(operation, condition);
    lock.lock();
    try {
      if (condition.holds(-1)) {
        return true;
      }
      waits.add(wait);
    } finally {
      lock.unlock();
    }
    try {
      return wait.await(deadline, ambient);
    } finally {
      wait.end();
    }
  }

  private FailureDetail detail(String operation, String cause, long elapsedNanos) {
    return new FailureDetail(operation, connector.toString(), cause, 0, elapsedNanos, 0);
  }

  /** One thread that waits. */
  private final class Wait {
    private final String operation;
    private final Condition condition;
    private final Thread thread = Thread.currentThread();
    private final long since = System.nanoTime();
    private final Optional<Cancellation> cancellation = Cancellation.current();

    /** Whether an interrupt is put off until the call returns. */
    private boolean isInterruptDeferred;

    Wait(String operation, Condition condition) {
      this.operation = operation;
      this.condition = condition;
    }

    boolean await(Deadline deadline, Deadline ambient) throws IOException {
      Deadline end = deadline.earliest(ambient);
      while (!isDone()) {
        if (end.hasPassed()) {
          if (end.equals(deadline)) {
            return false;
          }
          throw new ConnectorTimeoutException(detail(operation, "timed out", elapsed()));
        }
        answerInterrupt();
        if (end.isLimited()) {
          LockSupport.parkNanos(connector, end.remaining().toNanos());
        } else {
          LockSupport.park(connector);
        }
      }
      return true;
    }

    private boolean isDone() throws IOException {
      lock.lock();
      try {
        return condition.holds(elapsed());
      } finally {
        lock.unlock();
      }
    }

    void wakeIfDone() {
      boolean isDone;
      try {
        isDone = condition.holds(elapsed());
      } catch (IOException _) {
        isDone = true; // it finds out by itself
      }
      if (isDone) {
        LockSupport.unpark(thread);
      }
    }

    void end() {
      lock.lock();
      try {
        waits.remove(this);
      } finally {
        lock.unlock();
      }
      if (isInterruptDeferred) {
        thread.interrupt();
      }
    }

    private void answerInterrupt() throws IOException {
      if (thread.isInterrupted()) {
        if (cancellation.isEmpty()) {
          obey(Optional.empty());
          return;
        }
        putOff();
        cancellation.get().request(thread);
      }
      Optional<Throwable> refusal = cancellation.flatMap(Cancellation::failure);
      if (refusal.isPresent()) {
        obey(refusal);
      }
    }

    private void putOff() {
      isInterruptDeferred |= Thread.interrupted();
    }

    private void obey(Optional<Throwable> cause) throws IOException {
      InterruptPolicy policy = connector.interruptPolicy().forCaller();
      if (policy == InterruptPolicy.DEFER) {
        putOff();
        return;
      }
      IOException failure =
          policy == InterruptPolicy.CLOSE
              ? closeConnector()
              : new ConnectorInterruptedException(detail(operation, "interrupted", elapsed()));
      cause.ifPresent(failure::addSuppressed);
      throw failure;
    }

    private IOException closeConnector() {
      IOException failure =
          new ConnectorClosedByInterruptException(
              detail(operation, "closed by interrupt", elapsed()));
      try {
        connector.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      return failure;
    }

    private long elapsed() {
      return System.nanoTime() - since;
    }
  }
}
