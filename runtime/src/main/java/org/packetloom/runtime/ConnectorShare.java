// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.SpinLock;
import org.packetloom.platform.Transfer;

/**
 * Some of the connectors of a toolkit, linked to one another, and what was counted of those that
 * have left: so to come and to go costs a connector one turn of a lock, and no object. There are
 * several of these, so that threads seldom want the same one. Safe for use by any thread.
 */
final class ConnectorShare {
  private final SpinLock listLock = new SpinLock();

  // all guarded by listLock
  private @Nullable OpenConnector first;
  private long ended;
  private long bytesRead;
  private long bytesWritten;

  /** Adds one that is in no share. */
  void add(OpenConnector connector) {
    listLock.lock();
    try {
      OpenConnector following = first;
      connector.next = following;
      if (following != null) {
        following.previous = connector;
      }
      first = connector;
    } finally {
      listLock.unlock();
    }
  }

  /** Removes one, and adds what it has moved to the sums; false if it is not here. */
  boolean remove(OpenConnector connector) {
    listLock.lock();
    try {
      OpenConnector before = connector.previous;
      OpenConnector following = connector.next;
      if (before == null && connector != first) {
        return false;
      }
      if (before == null) {
        first = following;
      } else {
        before.next = following;
      }
      if (following != null) {
        following.previous = before;
      }
      connector.previous = null;
      connector.next = null;
      ended++;
      bytesRead += connector.bytes(Transfer.READ);
      bytesWritten += connector.bytes(Transfer.WRITE);
      return true;
    } finally {
      listLock.unlock();
    }
  }

  /** Adds those that are here now to a list. */
  void copyTo(List<OpenConnector> all) {
    listLock.lock();
    try {
      for (OpenConnector each = first; each != null; each = each.next) {
        all.add(each);
      }
    } finally {
      listLock.unlock();
    }
  }

  /** How many have left. */
  long endedCount() {
    listLock.lock();
    try {
      return ended;
    } finally {
      listLock.unlock();
    }
  }

  /** What those that have left had moved in a direction. */
  long bytes(int direction) {
    listLock.lock();
    try {
      return direction == Transfer.READ ? bytesRead : bytesWritten;
    } finally {
      listLock.unlock();
    }
  }
}
