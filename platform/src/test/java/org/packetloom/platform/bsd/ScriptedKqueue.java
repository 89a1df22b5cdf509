// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.WaitMemory;

/** A kqueue without a kernel: notes changes, and tells events that were put in. */
final class ScriptedKqueue implements KqueueCalls {
  static final int NUMBER = 1000;

  /** A struct, without what nobody sets. */
  record Kevent(long ident, int filter, int flags, int fflags, long udata) {}

  private final KeventLayout layout;
  private final List<Kevent> changes = new ArrayList<>();
  private final ArrayDeque<Kevent> due = new ArrayDeque<>();
  private int failure;
  private boolean isClosed;

  ScriptedKqueue(KeventLayout layout) {
    this.layout = layout;
  }

  /** The changes made since this was last asked. */
  List<Kevent> takeChanges() {
    List<Kevent> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** Has the next wait tell an event. */
  void tell(Kevent event) {
    due.add(event);
  }

  /** Has changes fail with a negated error number from now on; 0 for no more. */
  void fail(int negatedErrno) {
    failure = negatedErrno;
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public KeventLayout layout() {
    return layout;
  }

  @Override
  public int kqueue() {
    return NUMBER;
  }

  @Override
  public int change(int kq, MemorySegment array, int count, Errno errno) {
    for (int index = 0; index < count; index++) {
      Kevent change =
          new Kevent(
              layout.ident(array, index),
              layout.filter(array, index),
              layout.flags(array, index),
              layout.fflags(array, index),
              layout.udata(array, index));
      changes.add(change);
      if ((change.fflags() & KeventLayout.NOTE_TRIGGER) != 0) {
        due.add(change);
      }
    }
    return failure;
  }

  @Override
  public int kevent(int kq, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    int count = 0;
    while (count < most && !due.isEmpty()) {
      Kevent event = due.poll();
      layout.put(
          events,
          count++,
          event.ident(),
          event.filter(),
          event.flags(),
          event.fflags(),
          event.udata());
    }
    return count;
  }

  @Override
  public boolean hasEvents(int kq) {
    return !due.isEmpty();
  }

  @Override
  public OptionalInt descriptor(int kq) {
    return OptionalInt.of(kq);
  }

  @Override
  public int close(int kq) {
    isClosed = true;
    return 0;
  }
}
