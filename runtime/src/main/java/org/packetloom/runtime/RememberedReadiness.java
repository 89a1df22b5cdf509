// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SpinLock;
import org.packetloom.platform.Transfer;

/**
 * What is remembered of a descriptor's readiness.
 *
 * <p>It is in {@code ready}: bits of {@link Readiness} and our own, and above them a tick that
 * grows with every event. A direction is attempted only while its bit is set. A pending attempt (or
 * a short read, where that shows as much) clears the bit, by a compare-and-set from the value seen
 * before the attempt: if an event came meanwhile, the tick differs and the bit stays. Then the
 * holder waits in its {@link Lane} until the bit is set again.
 */
abstract class RememberedReadiness extends Turns implements Readiness {
  /** Own bit of {@code ready}: the poller died; never cleared. */
  static final int FAILED = 16;

  /** Own bit of {@code ready}: reading was shut down here; never cleared. */
  static final int INPUT_ENDED = 32;

  private static final int TICK = 64;

  private static final VarHandle READY;

  static {
    try {
      READY = MethodHandles.lookup().findVarHandle(RememberedReadiness.class, "ready", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int ready;

  RememberedReadiness(SpinLock queueLock) {
    super(queueLock);
    READY.set(this, READABLE | WRITABLE); // without a fence: nobody else knows this yet
  }

  final int ready() {
    return ready;
  }

  /**
   * Forgets that a direction is ready, unless an event came after {@code seen} was loaded. Only a
   * call that goes on to wait may do so, or one after which others look again before they wait.
   */
  final void clear(int seen, int direction) {
    if ((seen & direction) != 0) {
      READY.compareAndSet(this, seen, seen & ~direction);
    }
  }

  /** What a call in a direction waits for. */
  final Condition condition(int direction) {
    return lane(direction);
  }

  @Override
  public final boolean isReady(int direction) {
    int wanted = direction == Transfer.READ ? READABLE | FAILED | INPUT_ENDED : WRITABLE | FAILED;
    return (ready & wanted) != 0;
  }

  @Override
  public final void ready(int events) {
    while (true) {
      int seen = ready;
      if (READY.compareAndSet(this, seen, (seen | events) + TICK)) {
        break;
      }
    }
    if ((events & READABLE) != 0) {
      wakeHolder(Transfer.READ);
    }
    if ((events & WRITABLE) != 0) {
      wakeHolder(Transfer.WRITE);
    }
  }

  /** Nothing is there to read as far as one knows, before anybody else has got hold of this. */
  final void assumeEmpty() {
    READY.set(this, ready & ~READABLE); // without a fence
  }

  /** A fresh connection may be written to, and perhaps read from. */
  final void assumeReady() {
    ready(READABLE | WRITABLE);
  }

  /** Ends reading for everyone. */
  final void endInput() {
    ready(INPUT_ENDED | READABLE);
  }
}
