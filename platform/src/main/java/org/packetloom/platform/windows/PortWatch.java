// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.SpinLock;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * What is asked of a watch of {@link IocpPoller}, and the telling; a subclass finds out what there
 * is to tell.
 *
 * <p>One word says what is asked for: the events, ONCE, or ENDED alone. Callers write it first and
 * then have the subclass follow. The runner tells what is in the word, whatever had been asked for
 * when it was found, and takes the events out if they are told ONCE.
 */
abstract class PortWatch implements Watch, IocpOwner, Registry.Member {
  private static final int EVENTS = READABLE | WRITABLE | URGENT | PEER_ENDED | HANGUP | ERROR;
  private static final int UNASKED = HANGUP | ERROR;
  private static final int ONCE = 1 << 16;
  private static final int ENDED = 1 << 17;

  private final int descriptor;
  private final HandleEntry entry;
  private final Watcher watcher;
  private final IocpPoller poller;
  private final AtomicInteger asked = new AtomicInteger();
  private boolean isAdded; // the callers'; the registry has been given it

  /** Held to begin and end operations, for the length of a system call. */
  final SpinLock turnLock = new SpinLock();

  PortWatch(int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller) {
    this.descriptor = descriptor;
    this.entry = entry;
    this.watcher = watcher;
    this.poller = poller;
  }

  // ---- for subclasses

  final HandleEntry entry() {
    return entry;
  }

  final IocpPoller poller() {
    return poller;
  }

  /** The events that are asked for; 0 also once it has ended. */
  final int wanted() {
    return asked.get() & EVENTS;
  }

  final boolean hasEnded() {
    return asked.get() == ENDED;
  }

  /** Why nothing can be asked for: the negated error number, or 0. */
  int refusal() {
    return 0;
  }

  /** Something is asked for, for the first time. */
  void begin() {}

  /** What is asked for has changed. */
  abstract void follow();

  /** It has ended: gives its operations up. Called once, if {@link #begin} was. */
  abstract void leave();

  /** Which of some events are to be told. */
  final int due(int found) {
    return due(found, asked.get());
  }

  private static int due(int found, int asked) {
    int wanted = asked & EVENTS;
    return wanted == 0 ? 0 : found & (wanted | UNASKED);
  }

  /** The runner: tells what is due of the events that were found, and returns it. */
  final int tell(int found) {
    int seen;
    int due;
    do {
      seen = asked.get();
      due = due(found, seen);
      if (due == 0) {
        return 0;
      }
    } while ((seen & ONCE) != 0 && !asked.compareAndSet(seen, 0));
    watcher.told(due);
    return due;
  }

  // ---- the contract

  @Override
  public final int descriptor() {
    return descriptor;
  }

  @Override
  public final int ask(int events, boolean isOnce) {
    if ((events & ~EVENTS) != 0) {
      throw new IllegalArgumentException("events: 0x" + Integer.toHexString(events));
    }
    int refusal = refusal();
    if (refusal != 0 || !isRegistered()) {
      return refusal;
    }
    asked.set(isOnce && events != 0 ? events | ONCE : events);
    follow();
    return 0;
  }

  private boolean isRegistered() {
    if (isAdded) {
      return poller.registry().has(this);
    }
    if (hasEnded()) {
      return false;
    }
    isAdded = true;
    begin();
    return poller.registry().add(this); // if not, it has been told why
  }

  @Override
  public final void end(boolean isShared) {
    boolean isFirst = asked.getAndSet(ENDED) != ENDED;
    if (isFirst && isAdded) {
      boolean unused = poller.registry().remove(this);
      leave();
    }
  }

  // ---- the runner's

  @Override
  public final void remind(IocpOperation done) {}

  @Override
  public final void abandon(IocpOperation pending) {
    pending.poller().cancel(pending, entry);
    boolean unused = pending.orphan(); // if not, it has ended, or is one already
  }

  @Override
  public final void failed(Throwable cause) {
    watcher.failed(cause);
  }
}
