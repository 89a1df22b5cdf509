// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The carriers of an engine: as many as loops, and a bounded number of stand-ins. */
final class Carriers {
  private final int most;

  private final ReentrantLock spareLock = new ReentrantLock(); // held for a few instructions only
  private final Deque<Carrier> spares = new ArrayDeque<>(); // guarded by spareLock
  private final Set<Carrier> all = new HashSet<>(); // guarded by spareLock
  private long refused; // guarded by spareLock
  private boolean closed; // guarded by spareLock

  /** No more than so many. */
  Carriers(int most) {
    this.most = most;
  }

  /** Starts a carrier for a loop that nobody has owned yet. */
  void start(Loop loop) {
    Carrier carrier = new Carrier(this, loop);
    spareLock.lock();
    try {
      all.add(carrier);
    } finally {
      spareLock.unlock();
    }
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
    if (spare == null && !reserve()) {
      return false;
    }
    loop.beginHandOver();
    if (!loop.state().tryHandOver(seen)) {
      if (spare != null && !release(spare)) {
        LockSupport.unpark(spare); // it ends
      }
      return false;
    }
    loop.countHandOver();
    if (spare != null) {
      spare.promise(loop);
    } else {
      start(loop);
    }
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

  private boolean reserve() {
    spareLock.lock();
    try {
      boolean hasRoom = all.size() < most && !closed;
      refused += hasRoom ? 0 : 1;
      return hasRoom;
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
    spareLock.lock();
    try {
      return closed;
    } finally {
      spareLock.unlock();
    }
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
