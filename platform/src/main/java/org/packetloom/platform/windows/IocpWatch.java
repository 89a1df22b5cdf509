// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Readiness;
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
 *
 * <p>No poll tells that this end gave its reading up, after which a read finds the end as it does
 * elsewhere. So a poll that goes on is cancelled then, and the next one has ended as it begins.
 */
final class IocpWatch extends PortWatch {
  /** What the end of the input is; POLLIN and POLLRDHUP elsewhere. */
  private static final int INPUT_ENDED = READABLE | PEER_ENDED;

  private final Runnable inputEnded = this::inputEnded;
  private @Nullable IocpOperation operation; // guarded by turnLock; null before the first poll
  private int requested; // guarded by turnLock; the events that the poll asks for

  IocpWatch(int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller) {
    super(descriptor, entry, watcher, poller);
  }

  @Override
  void begin() {
    entry().tellEndOfInput(inputEnded);
  }

  private void inputEnded() {
    turnLock.lock();
    try {
      IocpOperation polling = operation;
      boolean isOfInterest = (wanted() & INPUT_ENDED) != 0;
      if (isOfInterest && polling != null && polling.isPending() && polling.cancel()) {
        poller().cancel(polling, entry());
      }
    } finally {
      turnLock.unlock();
    }
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
        boolean isOver = entry().hasInputEnded() && (wanted & INPUT_ENDED) != 0;
        if (isOver) {
          endAtOnce(operation);
        } else {
          poller().poll(operation, entry(), events);
        }
      } else if ((events & ~requested) != 0 && operation.cancel()) {
        poller().cancel(operation, entry());
      }
    } finally {
      turnLock.unlock();
    }
  }

  /** Finds what holds besides the end of the input. */
  private void endAtOnce(IocpOperation poll) {
    int found = Math.max(WinsockPoll.look(entry().handle()), 0);
    poll.prepare(IocpOperation.POLL);
    poll.found(
        ((found & Readiness.WRITABLE) != 0 ? Constants.AFD_POLL_SEND : 0)
            | ((found & Readiness.HANGUP) != 0 ? Constants.AFD_POLL_ABORT : 0));
    poller().settle(poll, 0);
  }

  @Override
  void leave() {
    entry().tellEndOfInputNoMore(inputEnded);
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

  private int found(int outcome) {
    int ended = entry().hasInputEnded() ? INPUT_ENDED : 0;
    if (outcome >= 0) {
      return ended | AfdEvents.found(outcome);
    }
    return outcome == -WindowsErrors.ERROR_OPERATION_ABORTED ? ended : ended | ERROR;
  }
}
