// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.packetloom.platform.Transfer.READ;
import static org.packetloom.platform.Transfer.WRITE;
import static org.packetloom.platform.bsd.KeventLayout.EV_ADD;
import static org.packetloom.platform.bsd.KeventLayout.EV_CLEAR;
import static org.packetloom.platform.bsd.KeventLayout.EV_DELETE;
import static org.packetloom.platform.bsd.KeventLayout.EV_ONESHOT;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Attached;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.UnixErrors;

/**
 * Adds and deletes the filters of what is attached to a kqueue, by calls that gather nothing: what
 * the kernel refuses is their result then. Safe for use by any thread.
 */
final class KqueueFilters {
  private final KqueueCalls queues;
  private final KeventLayout layout;
  private final int kq;
  private final ErrnoMemory errnos = new ErrnoMemory();

  KqueueFilters(KqueueCalls queues, int kq) {
    this.queues = queues;
    this.layout = queues.layout();
    this.kq = kq;
  }

  /** Has the kernel tell each change of some directions; of all, or of none if it refuses one. */
  int add(Attached attached, int directions) {
    int added = directions == 0 ? 0 : change(attached, directions, EV_ADD | EV_CLEAR);
    if (added < 0) {
      delete(attached, directions);
    }
    return added;
  }

  /**
   * Has the kernel tell each change of the directions that it knows of this kind of descriptor: it
   * refuses one of them for the ends of pipes.
   */
  int addPossible(Attached attached) {
    int read = change(attached, READ, EV_ADD | EV_CLEAR);
    int write = change(attached, WRITE, EV_ADD | EV_CLEAR);
    return read < 0 && write < 0 ? read : 0;
  }

  /** Has the kernel tell once that a descriptor is readable, and forget that it was asked. */
  int addOnce(Attached attached) {
    return change(attached, READ, EV_ADD | EV_ONESHOT);
  }

  /**
   * Deletes filters, each by itself, as the first that fails would end the call. What fails was not
   * there, or its descriptor has been closed already, which would be the caller's mistake; events
   * that come all the same find nobody.
   */
  void delete(Attached attached, int directions) {
    for (int direction = READ; direction <= WRITE; direction <<= 1) {
      if ((directions & direction) != 0) {
        int unused = change(attached, direction, EV_DELETE);
      }
    }
  }

  /** Changes the filters of some directions; stops at the first that fails. */
  private int change(Attached attached, int directions, int flags) {
    MemorySegment changes = MemorySegment.ofArray(new long[2 * layout.size() / Long.BYTES]);
    int count = 0;
    if ((directions & READ) != 0) {
      put(changes, count++, attached, layout.EVFILT_READ(), flags);
    }
    if ((directions & WRITE) != 0) {
      put(changes, count++, attached, layout.EVFILT_WRITE(), flags);
    }
    int result;
    do {
      result = queues.change(kq, changes, count, errnos.next());
    } while (result == -UnixErrors.EINTR); // some systems; what was added is added again
    return result;
  }

  private void put(MemorySegment changes, int index, Attached attached, int filter, int flags) {
    layout.put(changes, index, attached.descriptor(), filter, flags, attached.tag());
  }
}
