// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * What is asked of a watch, and the telling; the pollers add how the kernel gets to know of it.
 *
 * <p>One word says what is asked for: the events of poll(2), ONCE, or ENDED alone. Callers write it
 * first and have the kernel follow, so that an event which the kernel finds for them is never met
 * by the word of before. The runner tells what is in the word, whatever the kernel had been asked
 * for when it found it, and takes the events out if they are told ONCE. So an event that was
 * gathered for an earlier asking may count for a later one: then the kernel's own is not told.
 */
public abstract class ReactorWatch extends Attached implements Watch {
  private static final int EVENTS = 0xffff;
  private static final int ONCE = 1 << 16;
  private static final int ENDED = 1 << 17;

  private static final VarHandle ASKED;

  static {
    try {
      ASKED = MethodHandles.lookup().findVarHandle(ReactorWatch.class, "asked", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int descriptor;
  private final Watcher watcher;
  private final Slots slots;
  private final WatchEvents events;
  private volatile int asked; // as told above; changed through ASKED
  private boolean isAdded; // the callers'; the slots have been given it

  protected ReactorWatch(int descriptor, Watcher watcher, Slots slots, WatchEvents events) {
    this.descriptor = descriptor;
    this.watcher = watcher;
    this.slots = slots;
    this.events = events;
  }

  @Override
  public final int descriptor() {
    return descriptor;
  }

  @Override
  public final int ask(int events, boolean isOnce) {
    int wanted = this.events.asked(events);
    if (!isRegistered()) {
      return 0;
    }
    boolean isForOne = isOnce && wanted != 0;
    asked = isForOne ? wanted | ONCE : wanted;
    int result = change(wanted, isForOne);
    if (result < 0) {
      asked = 0;
      isAdded = !slots.remove(this);
    }
    return result;
  }

  @Override
  public final void end(boolean isShared) {
    boolean isFirst = (int) ASKED.getAndSet(this, ENDED) != ENDED;
    if (isFirst && isAdded && slots.has(this)) {
      leave(isShared);
      boolean unused = slots.remove(this); // not there if the poller was closed
    }
  }

  @Override
  public final void failed(Throwable cause) {
    watcher.failed(cause);
  }

  /** Has the kernel know what is asked for; 0 for nothing. If that fails, it knows of nothing. */
  public abstract int change(int wanted, boolean isOnce);

  /** Has the kernel forget it. */
  public abstract void leave(boolean isShared);

  /** What is asked for now, as events of poll(2). */
  public final int wanted() {
    return asked & EVENTS;
  }

  /** Whether something is asked for, and not to be told once. */
  public final boolean isLevel() {
    int seen = asked;
    return (seen & EVENTS) != 0 && (seen & ONCE) == 0;
  }

  /** Which of the events that poll(2) found are to be told. */
  public final int due(int found) {
    return due(found, asked);
  }

  /** The runner: tells what is due of the events that poll(2) found. */
  public final void tell(int found) {
    int seen;
    int due;
    do {
      seen = asked;
      due = due(found, seen);
      if (due == 0) {
        return;
      }
    } while ((seen & ONCE) != 0 && !ASKED.compareAndSet(this, seen, 0));
    watcher.told(events.told(due));
  }

  private static int due(int found, int asked) {
    int wanted = asked & EVENTS;
    return wanted == 0 ? 0 : found & (wanted | WatchEvents.UNASKED);
  }

  /** Whether it has a slot, after it was given one if it never had; not if the poller is gone. */
  private boolean isRegistered() {
    if (isAdded) {
      return slots.has(this);
    }
    if (asked == ENDED) {
      return false;
    }
    isAdded = true;
    return slots.add(this); // if not, it has been told why
  }
}
