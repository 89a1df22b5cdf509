// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * A watch of a socket: one poll of {@link AfdDevice} at a time, begun again for as long as
 * something is asked for.
 *
 * <p>One word says what is asked for: the events, ONCE, or ENDED alone. Callers write it first and
 * then see to the poll under {@code turnLock}; the runner tells what is in the word, whatever the
 * poll had asked for, and sees to the next poll when it waits again, so that what was told is not
 * found once more before anybody could act on it. If more is asked for than the poll asks for, it
 * is cancelled, and its end has the next one begun; less is seen to when events are told. A poll
 * tells what holds when it is begun, which makes it level-triggered.
 */
final class IocpWatch implements Watch, IocpOwner, Registry.Member {
  private static final int EVENTS = READABLE | WRITABLE | URGENT | PEER_ENDED | HANGUP | ERROR;
  private static final int UNASKED = HANGUP | ERROR;
  private static final int ONCE = 1 << 16;
  private static final int ENDED = 1 << 17;

  private final int descriptor;
  private final HandleEntry entry;
  private final Watcher watcher;
  private final IocpPoller poller;
  private final AtomicInteger asked = new AtomicInteger();
  private final ReentrantLock turnLock = new ReentrantLock();

  private @Nullable IocpOperation operation; // guarded by turnLock; null before the first poll
  private int requested; // guarded by turnLock; the events that the poll asks for
  private boolean isAdded; // the callers'; the registry has been given it

  IocpWatch(int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller) {
    this.descriptor = descriptor;
    this.entry = entry;
    this.watcher = watcher;
    this.poller = poller;
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int ask(int events, boolean isOnce) {
    if ((events & ~EVENTS) != 0) {
      throw new IllegalArgumentException("events: 0x" + Integer.toHexString(events));
    }
    if (!isRegistered()) {
      return 0;
    }
    asked.set(isOnce && events != 0 ? events | ONCE : events);
    follow();
    return 0;
  }

  private boolean isRegistered() {
    if (isAdded) {
      return poller.registry().has(this);
    }
    if (asked.get() == ENDED) {
      return false;
    }
    isAdded = true;
    return poller.registry().add(this); // if not, it has been told why
  }

  @Override
  public void end(boolean isShared) {
    boolean isFirst = asked.getAndSet(ENDED) != ENDED;
    if (isFirst && isAdded && poller.registry().remove(this)) {
      lock();
      try {
        IocpOperation last = operation;
        operation = null;
        if (last != null && last.isPending()) {
          abandon(last);
        }
        if (last != null && !last.isOrphaned()) {
          poller.release(last);
        }
      } finally {
        turnLock.unlock();
      }
    }
  }

  /** Sees to it that a poll asks for what is asked for. */
  void follow() {
    lock();
    try {
      int wanted = asked.get();
      if ((wanted & EVENTS) == 0 || poller.isClosed()) {
        return;
      }
      if (operation == null) {
        operation = poller.operation(this, 0);
      }
      int events = AfdEvents.asked(wanted & EVENTS);
      if (operation.isIdle()) {
        requested = events;
        poller.poll(operation, entry, events);
      } else if ((events & ~requested) != 0 && operation.cancel()) {
        poller.cancel(operation, entry);
      }
    } finally {
      turnLock.unlock();
    }
  }

  // ---- the runner's

  @Override
  public boolean isSilent(IocpOperation ended) {
    return due(found(ended.outcome()), asked.get()) == 0;
  }

  @Override
  public void completed(IocpOperation ended, boolean wasPoll, int outcome) {
    try {
      tell(found(outcome));
    } finally {
      if (asked.get() != ENDED) {
        poller.followLater(this);
      }
    }
  }

  @Override
  public void remind(IocpOperation done) {}

  @Override
  public void abandon(IocpOperation pending) {
    poller.cancel(pending, entry);
    boolean unused = pending.orphan(); // if not, it has ended, or is one already
  }

  @Override
  public void failed(Throwable cause) {
    watcher.failed(cause);
  }

  private static int found(int outcome) {
    if (outcome >= 0) {
      return AfdEvents.found(outcome);
    }
    return outcome == -WindowsErrors.ERROR_OPERATION_ABORTED ? 0 : ERROR;
  }

  private void tell(int found) {
    int seen;
    int due;
    do {
      seen = asked.get();
      due = due(found, seen);
      if (due == 0) {
        return;
      }
    } while ((seen & ONCE) != 0 && !asked.compareAndSet(seen, 0));
    watcher.told(due);
  }

  private static int due(int found, int asked) {
    int wanted = asked & EVENTS;
    return wanted == 0 ? 0 : found & (wanted | UNASKED);
  }

  /** Does not queue up: a thread in the queue may need the caller, a runner, to carry it. */
  private void lock() {
    while (!turnLock.tryLock()) {
      Thread.yield(); // its holder has a system call to go
    }
  }
}
