// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/*
 * Room is awaited before accept() and claimed after it, by add(). With one accept loop nobody else
 * claims in between, so add() never waits. With several, the room may be gone: then add() waits
 * with the connection in hand. Claiming before accept() instead would let an idle listener keep
 * room from a busy one.
 *
 * `stopped` is set once. add() checks it under the lock, so after stop() `running` only shrinks,
 * and a snapshot taken for cutting misses nobody.
 *
 * Every change ends with tellChange(), which signals whoever may have waited for it. The end is
 * signalled only when it is near, so that a thread in Server.await() does not wake for each
 * connection: a caller's own connection or accept loop does not keep it waiting, hence "at most
 * one". Nothing blocking runs under the lock.
 */

/** The connections that a server serves at a time, and who waits for their number to change. */
final class ConnectionSet {
  private final int maxConnections;

  private final ReentrantLock membershipLock = new ReentrantLock();
  private final Condition roomOrStop = membershipLock.newCondition();
  private final Condition end = membershipLock.newCondition();
  private final ServedConnections running = new ServedConnections(); // guarded by membershipLock
  private final Set<Thread> accepting = new HashSet<>(); // guarded by membershipLock
  private final Condition sweepOrStop = membershipLock.newCondition();
  private long added; // guarded by membershipLock

  // written under membershipLock, read by anybody
  private volatile long ended;
  private volatile boolean stopped;

  private boolean abandoned; // guarded by membershipLock

  ConnectionSet(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** Waits until there is room; returns false if the server stops. */
  boolean awaitRoom() {
    if (!stopped && running.size() < maxConnections) {
      return true;
    }
    membershipLock.lock();
    try {
      while (!stopped && running.size() >= maxConnections) {
        roomOrStop.awaitUninterruptibly();
      }
      return !stopped;
    } finally {
      membershipLock.unlock();
    }
  }

  /** Waits until there is room and takes it; returns false, with nothing added, on stop. */
  boolean add(ServedConnection connection) {
    membershipLock.lock();
    try {
      if (!awaitRoom()) {
        return false;
      }
      added++;
      running.add(connection);
      if (running.size() == 1) {
        sweepOrStop.signalAll();
      }
      return true;
    } finally {
      membershipLock.unlock();
    }
  }

  void remove(ServedConnection connection) {
    membershipLock.lock();
    try {
      running.remove(connection);
      long one = ended + 1;
      ended = one;
      tellChange();
    } finally {
      membershipLock.unlock();
    }
  }

  /** Starts the thread of an accept loop, which calls {@link #endAccepting()} last. */
  void startAccepting(Thread thread) {
    change(() -> accepting.add(thread));
    try {
      thread.start();
    } catch (Throwable failure) {
      change(() -> accepting.remove(thread));
      throw failure;
    }
  }

  void endAccepting() {
    change(() -> accepting.remove(Thread.currentThread()));
  }

  /** From now on nothing is added, and nobody waits for room. */
  void stop() {
    change(() -> stopped = true);
  }

  /** Lets {@link #awaitEnd} return although handlers still run. */
  void abandon() {
    change(() -> abandoned = true);
  }

  private void change(Runnable change) {
    membershipLock.lock();
    try {
      change.run();
      tellChange();
    } finally {
      membershipLock.unlock();
    }
  }

  /** Under membershipLock. */
  private void tellChange() {
    roomOrStop.signalAll();
    if (stopped) {
      sweepOrStop.signalAll();
    }
    boolean accepts = !stopped && !accepting.isEmpty();
    if (abandoned || (!accepts && running.size() <= 1)) {
      end.signalAll();
    }
  }

  /**
   * Waits until the time is over, or until another connection has ended and freed what it had.
   *
   * @param endedBefore as {@link #ended()} told before the attempt that failed
   * @return false, and at once, if the server stops
   */
  boolean awaitPause(long nanos, long endedBefore) {
    Thread.interrupted(); // nobody asks an accept loop to stop by an interrupt
    Deadline pauseEnd = Deadline.atNanoTime(System.nanoTime() + nanos);
    try {
      awaitUntil(() -> stopped || ended != endedBefore, roomOrStop, pauseEnd);
      return !isStopped();
    } catch (InterruptedException _) {
      return true; // a shorter pause
    }
  }

  /**
   * Waits while there is no connection, and then until it is time to look at them.
   *
   * @return false once the server has stopped and all have ended, or are waited for no more
   */
  boolean awaitSweep(long nanos) {
    membershipLock.lock();
    try {
      while (running.isEmpty() && !stopped) {
        sweepOrStop.awaitUninterruptibly();
      }
      long due = System.nanoTime() + nanos;
      while (!isSweptOut() && due - System.nanoTime() > 0) {
        sweepOrStop.awaitNanos(due - System.nanoTime());
      }
      return !isSweptOut();
    } catch (InterruptedException _) {
      return true; // a shorter pause; nobody ends a server by an interrupt of this thread
    } finally {
      membershipLock.unlock();
    }
  }

  private boolean isSweptOut() {
    return abandoned || stopped && running.isEmpty();
  }

  /** Waits until no thread but the caller's serves or accepts; returns false at the deadline. */
  boolean awaitEmpty(Deadline deadline) throws InterruptedException {
    return awaitUntil(this::isEmptyButForCaller, end, deadline);
  }

  /** As {@link #awaitEmpty}, but an interrupt only has the flag set on return. */
  boolean awaitEmptyThroughInterrupts(Deadline deadline) {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return awaitEmpty(deadline);
        } catch (InterruptedException _) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until no thread but the caller's serves or accepts, or the set was abandoned. */
  void awaitEnd() throws InterruptedException {
    awaitUntil(() -> abandoned || isEmptyButForCaller(), end, Deadline.NONE);
  }

  private boolean isEmptyButForCaller() {
    Thread caller = Thread.currentThread();
    return accepting.stream().allMatch(t -> t == caller)
        && running.allMatch(c -> c.isServedBy(caller));
  }

  private boolean awaitUntil(BooleanSupplier condition, Condition signal, Deadline deadline)
      throws InterruptedException {
    membershipLock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        if (deadline.hasPassed()) {
          return false;
        }
        signal.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      membershipLock.unlock();
    }
  }

  /** Cuts all but the caller's own; returns how many handlers it hit. */
  int cutAll() {
    int count = 0;
    for (ServedConnection connection : snapshot()) {
      if (!connection.isServedBy(Thread.currentThread()) && connection.cut()) {
        count++;
      }
    }
    return count;
  }

  List<ServedConnection> snapshot() {
    membershipLock.lock();
    try {
      return running.copy();
    } finally {
      membershipLock.unlock();
    }
  }

  int size() {
    membershipLock.lock();
    try {
      return running.size();
    } finally {
      membershipLock.unlock();
    }
  }

  long added() {
    membershipLock.lock();
    try {
      return added;
    } finally {
      membershipLock.unlock();
    }
  }

  /** Connections that were served and have left. */
  long ended() {
    return ended;
  }

  private boolean isStopped() {
    return stopped;
  }
}
