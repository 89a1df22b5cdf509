// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.platform.SpinLock;
import org.packetloom.platform.Transfer;

/**
 * Whose turn it is in each direction of a descriptor, and how many calls use it: what keeps writes
 * whole, readers in order, and the descriptor open until the last user has left.
 *
 * <p>All of it is one word, {@code life}:
 *
 * <pre>
 *   bit 0     CLOSED         set once, by close()
 *   bit 1, 2  HELD           a thread holds the turn to read, to write
 *   bit 3, 4  QUEUED         threads queue for the turn to read, to write
 *   bit 5     KEPT           set with CLOSED: the descriptor is given away, not closed
 *   bit 8..   uses           calls that are in progress, queueing ones included
 * </pre>
 *
 * A call that finds neither HELD nor QUEUED takes the turn by one compare-and-set, which counts its
 * use; another gives both back. Everything else is under {@code queueLock}: a call joins the queue
 * and sets QUEUED; the holder, finding QUEUED, hands the turn to the first in the queue (HELD stays
 * set); a call that leaves the queue removes itself, and if it was granted the turn meanwhile,
 * hands it on. QUEUED is set exactly while the queue is not empty, changed only under the lock, so
 * no call overtakes the queue. Whoever brings {@code uses} to zero with CLOSED set, the last user,
 * frees the descriptor, or close() itself where there is no user as it sets CLOSED: its number
 * cannot be reused under a running call.
 */
abstract class Turns extends Directions {
  private static final long CLOSED = 1;
  private static final long KEPT = 32;
  private static final long USE = 256;

  private static final VarHandle LIFE;

  static {
    try {
      LIFE = MethodHandles.lookup().findVarHandle(Turns.class, "life", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Guards the queues, the QUEUED bits, and the first wait of {@link Handle}. Others may share it:
   * see {@link QueueLocks}.
   */
  final SpinLock queueLock;

  /** Null until a call first had to queue; guarded by queueLock. */
  private @Nullable Queues queues;

  private volatile long life;

  /** The queues for the turns to read and to write. */
  private record Queues(ArrayDeque<Waiter> readers, ArrayDeque<Waiter> writers) {}

  Turns(SpinLock queueLock) {
    this.queueLock = queueLock;
  }

  /**
   * Frees the descriptor; called once, by the last user, or by close() if there is none.
   *
   * @param isKept whether it is given away, and not to be closed
   */
  abstract void free(boolean isKept);

  // ---- turns

  /** Takes the turn of a direction, waiting for it if need be, and begins a call. */
  final void begin(int direction, String operation) throws IOException {
    if (!tryTake(direction, operation)) {
      queue(lane(direction), operation);
    } else if (isLimited(direction) || Deadline.current().isLimited()) {
      beginLimited(lane(direction), operation);
    }
  }

  private void beginLimited(Lane lane, String operation) throws IOException {
    try {
      lane.begin(lane, operation);
    } catch (Throwable e) {
      end(lane.direction());
      throw e;
    }
  }

  /** Takes the turn of a direction if nobody has it or wants it; otherwise false. */
  final boolean tryTake(int direction, String operation) throws IOException {
    long busy = busyBits(direction);
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        throw Failures.closed(operation, endpoints(direction));
      }
      if ((seen & busy) != 0) {
        return false;
      }
      if (LIFE.compareAndSet(this, seen, seen + USE | heldBit(direction))) {
        return true;
      }
    }
  }

  /** Ends a call and gives the turn to the next in the queue. */
  final void end(int direction) {
    endWaiter(direction);
    release(direction);
  }

  /** Gives the turn back without ending a call that begin() began. */
  final void release(int direction) {
    while (true) {
      long seen = life;
      if ((seen & queuedBit(direction)) != 0) {
        handOn(direction);
        return;
      }
      long left = (seen & ~heldBit(direction)) - USE;
      if (LIFE.compareAndSet(this, seen, left)) {
        closeIfLast(left);
        return;
      }
    }
  }

  private void handOn(int direction) {
    Waiter next;
    long left;
    queueLock.lock();
    try {
      ArrayDeque<Waiter> queue = queueOf(direction);
      next = queue.pollFirst();
      if (next != null) {
        next.grant();
      }
      left = change(next == null ? heldBit(direction) : 0, direction);
    } finally {
      queueLock.unlock();
    }
    if (next != null) {
      next.wake();
    }
    closeIfLast(left);
  }

  /** Under queueLock: gives back a use and some bits, and QUEUED too if the queue is empty. */
  private long change(long clear, int direction) {
    long bits = queueOf(direction).isEmpty() ? clear | queuedBit(direction) : clear;
    while (true) {
      long seen = life;
      long left = (seen & ~bits) - USE;
      if (LIFE.compareAndSet(this, seen, left)) {
        return left;
      }
    }
  }

  private void queue(Lane lane, String operation) throws IOException {
    Waiter waiter = new Waiter();
    lane.begin(waiter, operation);
    int direction = lane.direction();
    if (!join(direction, waiter, operation)) {
      continueFrom(waiter, lane);
      return;
    }
    try {
      lane.await(waiter, waiter::isGranted, operation, 0);
    } catch (Throwable e) {
      lane.end(waiter);
      leaveQueue(direction, waiter);
      throw e;
    }
    continueFrom(waiter, lane);
  }

  private void continueFrom(Waiter waiter, Lane lane) {
    usesWaiter(lane.direction());
    lane.continueFrom(waiter);
  }

  /** Joins the queue; false if the turn was free and has been taken instead. */
  private boolean join(int direction, Waiter waiter, String operation) throws IOException {
    queueLock.lock();
    try {
      while (true) {
        if (tryTake(direction, operation)) {
          return false;
        }
        long seen = life;
        boolean isBusy = (seen & busyBits(direction)) != 0 && (seen & CLOSED) == 0;
        if (isBusy && LIFE.compareAndSet(this, seen, seen + USE | queuedBit(direction))) {
          queueOf(direction).addLast(waiter);
          return true;
        }
      }
    } finally {
      queueLock.unlock();
    }
  }

  private void leaveQueue(int direction, Waiter waiter) {
    long left;
    queueLock.lock();
    try {
      if (!waiter.isGranted()) {
        queueOf(direction).remove(waiter);
        left = change(0, direction);
      } else {
        left = -1;
      }
    } finally {
      queueLock.unlock();
    }
    if (left == -1) {
      release(direction); // the turn came together with the reason to leave
    } else {
      closeIfLast(left);
    }
  }

  private ArrayDeque<Waiter> queueOf(int direction) {
    Queues known = queues;
    if (known == null) {
      known = new Queues(new ArrayDeque<>(4), new ArrayDeque<>(4));
      queues = known;
    }
    return direction == Transfer.READ ? known.readers : known.writers;
  }

  private static long heldBit(int direction) {
    return (long) direction << 1;
  }

  private static long queuedBit(int direction) {
    return (long) direction << 3;
  }

  private static long busyBits(int direction) {
    return heldBit(direction) | queuedBit(direction);
  }

  /** Who waits in a direction: the holder of the turn first, then those who queue for it. */
  final List<Parked> parked(int direction) {
    List<Parked> all = new ArrayList<>(parkedHolder(direction).stream().toList());
    if ((life & queuedBit(direction)) != 0) {
      queueLock.lock();
      try {
        queueOf(direction).forEach(w -> lane(direction).parked(w).ifPresent(all::add));
      } finally {
        queueLock.unlock();
      }
    }
    return all;
  }

  /** Whether a call is in progress. */
  final boolean isInUse() {
    return life >= USE;
  }

  // ---- deadlines and wake-ups from outside

  /** Has everyone who waits in a direction look at the rules again. */
  final void wakeAll(int direction) {
    wakeHolder(direction);
    if ((life & queuedBit(direction)) != 0) {
      queueLock.lock();
      try {
        queueOf(direction).forEach(Waiter::wake);
      } finally {
        queueLock.unlock();
      }
    }
  }

  // ---- life

  /** Counts a call that moves nothing, such as one about options; {@link #leave} must follow. */
  final void enter(String operation) throws IOException {
    if (!tryEnter()) {
      throw Failures.closed(operation, endpoints(Transfer.READ));
    }
  }

  /** As {@link #enter}; false if it is closed. */
  final boolean tryEnter() {
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        return false;
      }
      if (LIFE.compareAndSet(this, seen, seen + USE)) {
        return true;
      }
    }
  }

  /** Checks that the connector is not closed. */
  final void ensureOpen(String operation, int direction) throws IOException {
    if (isClosed()) {
      throw Failures.closed(operation, endpoints(direction));
    }
  }

  /** Ends what {@link #enter} began. */
  final void leave() {
    closeIfLast((long) LIFE.getAndAdd(this, -USE) - USE);
  }

  @Override
  public final boolean isClosed() {
    return (life & CLOSED) != 0;
  }

  /** Closes; everyone who waits is woken, the last user closes the descriptor, or this call. */
  final void close() {
    tryClose(CLOSED);
  }

  /** As {@link #close()}, but the descriptor stays open; false if it was closed already. */
  final boolean tryGiveAway() {
    return tryClose(CLOSED | KEPT);
  }

  private boolean tryClose(long bits) {
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        return false;
      }
      if (seen < USE && LIFE.compareAndSet(this, seen, seen | bits)) {
        free((bits & KEPT) != 0); // nobody uses it, so nobody waits
        return true;
      }
      if (seen >= USE && LIFE.compareAndSet(this, seen, seen + USE | bits)) {
        break;
      }
    }
    wakeAll(Transfer.READ);
    wakeAll(Transfer.WRITE);
    leave();
    return true;
  }

  private void closeIfLast(long left) {
    if ((left & CLOSED) != 0 && left < USE) {
      free((left & KEPT) != 0);
    }
  }
}
