// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Watcher;

/**
 * A watch of a socket: one poll of {@link AfdDevice} at a time, begun again for as long as
 * something is asked for.
 *
 * <p>Callers see to the poll under {@code turnLock}; the runner sees to the next poll when it waits
 * again, so that what was told is not found once more before anybody could act on it. If more is
 * asked for than the poll asks for, it is cancelled, and its end has the next one begun; less is
 * seen to when events are told. A poll tells what holds when it is begun, which makes it
 * level-triggered.
 */
final class IocpWatch extends PortWatch {
  private @Nullable IocpOperation operation; // guarded by turnLock; null before the first poll
  private int requested; // guarded by turnLock; the events that the poll asks for

  IocpWatch(int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller) {
    super(descriptor, entry, watcher, poller);
  }

  /** Sees to it that a poll asks for what is asked for. */
  @Override
  void follow() {
    turnLock.lock();
    try {
      int wanted = wanted();
      if (wanted == 0 || poller().isClosed()) {
        return;
      }
      if (operation == null) {
        operation = poller().operation(this, 0);
      }
      int events = AfdEvents.asked(wanted);
      if (operation.isIdle()) {
        requested = events;
        poller().poll(operation, entry(), events);
      } else if ((events & ~requested) != 0 && operation.cancel()) {
        poller().cancel(operation, entry());
      }
    } finally {
      turnLock.unlock();
    }
  }

  @Override
  void leave() {
    turnLock.lock();
    try {
      IocpOperation last = operation;
      operation = null;
      if (last == null || poller().isClosed()) {
        return;
      }
      if (last.isPending()) {
        abandon(last);
      }
      if (!last.isOrphaned()) {
        poller().release(last);
      }
    } finally {
      turnLock.unlock();
    }
  }

  // ---- the runner's

  @Override
  public boolean isSilent(IocpOperation ended) {
    return due(found(ended.outcome())) == 0;
  }

  @Override
  public void completed(IocpOperation ended, boolean wasPoll, int outcome) {
    try {
      int unused = tell(found(outcome));
    } finally {
      if (!hasEnded()) {
        poller().followLater(this);
      }
    }
  }

  private static int found(int outcome) {
    if (outcome >= 0) {
      return AfdEvents.found(outcome);
    }
    return outcome == -WindowsErrors.ERROR_OPERATION_ABORTED ? 0 : ERROR;
  }
}
