// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.Events;

/**
 * What was found of a connector, and is to be told.
 *
 * <p>It goes into {@code found}, by the thread that found it, before the task is submitted; a run
 * takes it. READ and WRITE are found anew as long as they hold; what stays true (CLOSE, ERROR,
 * OPEN) stays in {@code lasting}.
 */
abstract class Findings extends ReactorTask {
  private static final VarHandle FOUND;
  private static final VarHandle LASTING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FOUND = lookup.findVarHandle(Findings.class, "found", long.class);
      LASTING = lookup.findVarHandle(Findings.class, "lasting", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long found; // changed through FOUND
  private long foundAt; // the time; written before found and lasting by who changes them
  private volatile long lasting; // of CLOSE, ERROR, OPEN; changed through LASTING
  private volatile @Nullable Throwable failure; // why it cannot be watched; written once

  Findings(ReactorQueue queue, long now) {
    super(queue);
    this.foundAt = now;
  }

  /**
   * Something holds; called by the thread that watches, and by sources that are asked.
   *
   * @param nanoTime when that was learnt of
   */
  final void found(long events, long nanoTime) {
    note(events, nanoTime);
    FOUND.getAndBitwiseOr(this, events);
    submit();
  }

  /** Takes note of when something was found, and of what lasts. */
  final void note(long events, long nanoTime) {
    foundAt = nanoTime;
    long once = events & (Events.CLOSE | Events.ERROR);
    if (once != 0 && (lasting & once) != once) {
      last(once);
    }
  }

  /** A registration has been without events for long enough. */
  final void idle(long nanoTime) {
    foundAt = nanoTime;
    submit();
  }

  /** Something holds from now on. */
  final void last(long events) {
    LASTING.getAndBitwiseOr(this, events);
  }

  /** The poller is gone: everyone is told, whether registered for that or not. */
  final void failed(Throwable cause, long nanoTime) {
    if (failure == null) {
      failure = cause;
    }
    found(Events.ERROR, nanoTime);
  }

  /** The connector is open. */
  final void opened() {
    last(Events.OPEN);
  }

  /** Takes what was found, and what lasts. */
  final long take() {
    long taken = found == 0 ? 0 : (long) FOUND.getAndSet(this, 0L);
    return taken | lasting;
  }

  final long lasting() {
    return lasting;
  }

  final long foundAt() {
    return foundAt;
  }

  final void foundAt(long nanoTime) {
    foundAt = nanoTime;
  }

  /** Why the connector cannot be watched any more; null as long as it can. */
  final @Nullable Throwable failure() {
    return failure;
  }

  @Override
  final boolean isUrgent() {
    return ((found | lasting) & (Events.WRITE | Events.CLOSE | Events.ERROR)) != 0;
  }
}
