// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.runtime.flight.Recorder;

/** The carriers of an engine: as many as loops, and a bounded number of stand-ins. */
final class Carriers {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final int most;

  private final ReentrantLock spareLock = new ReentrantLock(); // held for a few instructions only
  private final Deque<Carrier> spares = new ArrayDeque<>(); // guarded by spareLock
  private final Set<Carrier> all = new HashSet<>(); // guarded by spareLock
  private long refused; // guarded by spareLock
  private volatile boolean closed; // written under spareLock

  /** No more than so many. */
  Carriers(int most) {
    this.most = most;
  }

  /** Starts a carrier for a loop that nobody has owned yet. */
  void start(Loop loop) {
    Carrier carrier = new Carrier(this);
    spareLock.lock();
    try {
      all.add(carrier);
    } finally {
      spareLock.unlock();
    }
    carrier.promise(loop);
    carrier.start();
  }

  /**
   * Hands a loop to a carrier that is spare or new.
   *
   * @param seen the loop's state, in phase TASK
   * @return false if the task has ended meanwhile, or there are too many carriers already
   */
  boolean handOver(Loop loop, long seen) {
    Carrier spare = takeSpare();
    if (spare == null) {
      spare = startSpare();
    }
    if (spare == null) {
      return false;
    }
    loop.beginHandOver();
    if (!loop.state().tryHandOver(seen)) {
      if (!release(spare)) {
        LockSupport.unpark(spare); // it ends
      }
      return false;
    }
    Recorder.current().handedOver(loop.number(), loop.countHandOver());
    spare.promise(loop);
    return true;
  }

  private @Nullable Carrier takeSpare() {
    spareLock.lock();
    try {
      return spares.pollFirst();
    } finally {
      spareLock.unlock();
    }
  }

  /** A new carrier, off the stack; null if there are too many, or the system gives no more. */
  private @Nullable Carrier startSpare() {
    Carrier carrier = new Carrier(this);
    spareLock.lock();
    try {
      if (closed || all.size() >= most) {
        refused++;
        return null;
      }
      all.add(carrier);
    } finally {
      spareLock.unlock();
    }
    try {
      carrier.start(); // before the loop is promised: one that nobody owned would stand still
      return carrier;
    } catch (OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, "no thread for a loop that stalls", e);
      forget(carrier);
      return null;
    }
  }

  private void forget(Carrier carrier) {
    spareLock.lock();
    try {
      all.remove(carrier);
      refused++;
    } finally {
      spareLock.unlock();
    }
  }

  /** A carrier has nothing to do; false if it is to end. */
  boolean release(Carrier carrier) {
    spareLock.lock();
    try {
      if (closed) {
        all.remove(carrier);
        return false;
      }
      spares.addFirst(carrier);
      return true;
    } finally {
      spareLock.unlock();
    }
  }

  /** A carrier wants to end; false if it was taken off the stack, and has to wait for a loop. */
  boolean withdraw(Carrier carrier) {
    spareLock.lock();
    try {
      if (spares.remove(carrier)) {
        all.remove(carrier);
      }
      return !all.contains(carrier);
    } finally {
      spareLock.unlock();
    }
  }

  boolean areClosed() {
    return closed;
  }

  /** Ends those that are spare; the others end when their task does. */
  void close() {
    Set<Carrier> idle;
    spareLock.lock();
    try {
      closed = true;
      idle = new HashSet<>(spares);
    } finally {
      spareLock.unlock();
    }
    idle.forEach(LockSupport::unpark);
  }

  /** Words for people. */
  String describe() {
    spareLock.lock();
    try {
      return "carriers: %d, %d spare, %d refused beyond %d"
          .formatted(all.size(), spares.size(), refused, most);
    } finally {
      spareLock.unlock();
    }
  }
}
