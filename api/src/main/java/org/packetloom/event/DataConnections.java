// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * The connections of a server, and the places for them. A place is reserved before a connection is
 * accepted, and either taken or given back. Safe for use by any thread.
 */
final class DataConnections {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<WatchedConnection, DataMember> members =
      new LinkedHashMap<>(); // guarded by lock
  private int reserved; // guarded by lock
  private boolean isStopped; // guarded by lock
  private long accepted; // guarded by lock
  private long bytesRead; // of those that have ended; guarded by lock
  private long bytesWritten; // of those that have ended; guarded by lock

  DataConnections(int most) {
    this.most = most;
  }

  /** Reserves a place; false if there is none, or no connection is to be added any more. */
  boolean tryReserve() {
    lock.lock();
    try {
      boolean isFree = hasRoom();
      if (isFree) {
        reserved++;
      }
      return isFree;
    } finally {
      lock.unlock();
    }
  }

  boolean hasRoom() {
    lock.lock();
    try {
      return !isStopped && members.size() + reserved < most;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a reserved place back; true if there was none beside it. */
  boolean giveBack() {
    lock.lock();
    try {
      reserved--;
      changed.signalAll();
      return members.size() + reserved == most - 1;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a reserved place; false if no connection is to be added any more. */
  boolean add(WatchedConnection connection, DataMember member) {
    lock.lock();
    try {
      reserved--;
      if (isStopped) {
        changed.signalAll();
        return false;
      }
      accepted++;
      members.put(connection, member);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A connection leaves its place; false if it had left. */
  boolean remove(WatchedConnection connection) {
    StreamConnector connector = connection.connector();
    lock.lock();
    try {
      boolean isFirst = members.remove(connection) != null;
      if (isFirst) {
        bytesRead += connector.bytesRead();
        bytesWritten += connector.bytesWritten();
        changed.signalAll();
      }
      return isFirst;
    } finally {
      lock.unlock();
    }
  }

  /** Looks at all, for limits that they have exceeded. */
  void sweep() {
    Map<WatchedConnection, DataMember> now;
    lock.lock();
    try {
      now = new LinkedHashMap<>(members);
    } finally {
      lock.unlock();
    }
    long time = System.nanoTime();
    now.forEach((connection, member) -> member.sweep(connection, time));
  }

  boolean isStopped() {
    lock.lock();
    try {
      return isStopped;
    } finally {
      lock.unlock();
    }
  }

  /** Whether none is there, and none will be. */
  boolean isOver() {
    lock.lock();
    try {
      return isStopped && reserved == 0 && members.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** From now on none is added. */
  void stop() {
    lock.lock();
    try {
      isStopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return members.size();
    } finally {
      lock.unlock();
    }
  }

  List<WatchedConnection> all() {
    lock.lock();
    try {
      return new ArrayList<>(members.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** All numbers, with those of the reports. */
  DataServerStatistics statistics(DataReports reports) {
    lock.lock();
    try {
      long read = bytesRead;
      long written = bytesWritten;
      for (WatchedConnection member : members.keySet()) {
        read += member.connector().bytesRead();
        written += member.connector().bytesWritten();
      }
      return new DataServerStatistics(
          accepted,
          members.size(),
          reports.counts().connections(),
          reports.counts().limited(),
          reports.counts().headers(),
          reports.counts().handshakes(),
          reports.counts().accepts(),
          read,
          written);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is there, and none will be; false if the deadline passes first. */
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isStopped || reserved > 0 || !members.isEmpty()) {
        if (!deadline.isLimited()) {
          changed.await();
        } else if (!changed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
            && deadline.hasPassed()) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
