// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Owns one descriptor: its life, the turn of each direction, and what is remembered of its
 * readiness.
 *
 * <p><b>Life and turns</b> are one word, {@code life}:
 *
 * <pre>
 *   bit 0     CLOSED         set once, by close()
 *   bit 1, 2  HELD           a thread holds the turn to read, to write
 *   bit 3, 4  QUEUED         threads queue for the turn to read, to write
 *   bit 8..   uses           calls that are in the handle, queueing ones included
 * </pre>
 *
 * A call that finds neither HELD nor QUEUED takes the turn by one compare-and-set, which counts its
 * use; another gives both back. Everything else is under {@code queueLock}: a call joins the queue
 * and sets QUEUED; the holder, finding QUEUED, hands the turn to the first in the queue (HELD stays
 * set); a call that leaves the queue removes itself, and if it was granted the turn meanwhile,
 * hands it on. QUEUED is set exactly while the queue is not empty, changed only under the lock, so
 * no call overtakes the queue. Whoever brings {@code uses} to zero with CLOSED set, the last user,
 * closes the descriptor: its number cannot be reused under a running call.
 *
 * <p><b>Readiness</b> is remembered in {@code ready}: bits of {@link Readiness} and our own, and
 * above them a tick that grows with every event. A direction is attempted only while its bit is
 * set. A pending attempt (or a short read, where that shows as much) clears the bit, by a
 * compare-and-set from the value seen before the attempt: if an event came meanwhile, the tick
 * differs and the bit stays. Then the holder waits in its {@link Lane} until the bit is set again.
 * The descriptor is registered with its poller before the first wait and not earlier: one that
 * never waits wakes no poller. Registering tells what is ready by then, so nothing that came before
 * is missed.
 */
final class Handle implements Readiness, LaneOwner {
  /** Own bit of {@code ready}: the poller died; never cleared. */
  static final int FAILED = 16;

  /** Own bit of {@code ready}: reading was shut down here; never cleared. */
  static final int INPUT_ENDED = 32;

  private static final int TICK = 64;

  private static final long CLOSED = 1;
  private static final long USE = 256;

  private static final VarHandle LIFE;
  private static final VarHandle READY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LIFE = lookup.findVarHandle(Handle.class, "life", long.class);
      READY = lookup.findVarHandle(Handle.class, "ready", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Engine engine;
  private final Transfer transfer;
  private final HandleOwner owner;
  private final Lane reading = new Lane(this, Transfer.READ);
  private final Lane writing = new Lane(this, Transfer.WRITE);
  private final Condition readable = () -> (ready() & (READABLE | FAILED | INPUT_ENDED)) != 0;
  private final Condition writable = () -> (ready() & (WRITABLE | FAILED)) != 0;
  private final ReentrantLock queueLock = new ReentrantLock();

  /** Queues for the turns, null until first needed; guarded by queueLock. */
  private @Nullable ArrayDeque<Waiter> readers;

  private @Nullable ArrayDeque<Waiter> writers;

  private volatile long life;
  private volatile int ready = READABLE | WRITABLE;

  /** Whether the poller tells events; set once, under queueLock, before the first wait. */
  private volatile boolean isRegistered;

  /** What ended the poller, null while it lives; written before FAILED is set. */
  private volatile @Nullable Throwable pollerFailure;

  /** Whether closing the descriptor may wait for unsent data (SO_LINGER). */
  private volatile boolean isCloseSlow;

  Handle(Engine engine, int descriptor, DescriptorKind kind, HandleOwner owner) {
    this.engine = engine;
    this.owner = owner;
    this.transfer = engine.attach(descriptor, kind, this);
    engine.opened();
  }

  Transfer transfer() {
    return transfer;
  }

  Lane lane(int direction) {
    return direction == Transfer.READ ? reading : writing;
  }

  int descriptor() {
    return transfer.descriptor();
  }

  // ---- turns

  /** Takes the turn of a direction, waiting for it if need be, and begins a call. */
  void begin(int direction, String operation) throws IOException {
    Lane lane = lane(direction);
    if (!tryTake(direction, operation)) {
      queue(lane, operation);
      return;
    }
    try {
      lane.begin(lane.head, operation);
    } catch (Throwable e) {
      release(direction);
      throw e;
    }
  }

  /** Takes the turn of a direction if nobody has it or wants it; otherwise false. */
  boolean tryTake(int direction, String operation) throws IOException {
    long busy = busyBits(direction);
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        throw Failures.closed(operation, owner.endpoints(direction));
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
  void end(int direction) {
    Lane.end(lane(direction).head);
    release(direction);
  }

  /** Gives the turn back without ending a call that begin() began. */
  void release(int direction) {
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
      lane.head.continueFrom(waiter);
      return;
    }
    try {
      lane.await(waiter, waiter::isGranted, operation, 0);
    } catch (Throwable e) {
      Lane.end(waiter);
      leaveQueue(direction, waiter);
      throw e;
    }
    lane.head.continueFrom(waiter);
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
    boolean isRead = direction == Transfer.READ;
    ArrayDeque<Waiter> queue = isRead ? readers : writers;
    if (queue == null) {
      queue = new ArrayDeque<>(4);
      if (isRead) {
        readers = queue;
      } else {
        writers = queue;
      }
    }
    return queue;
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

  // ---- readiness

  int ready() {
    return ready;
  }

  /**
   * Forgets that a direction is ready, unless an event came after {@code seen} was loaded. Only a
   * call that goes on to wait may do so, or one after which others look again before they wait.
   */
  void clear(int seen, int direction) {
    READY.compareAndSet(this, seen, seen & ~direction);
  }

  /**
   * Waits until a direction can be attempted (again), or throws; the holder of the turn calls it
   * after an attempt that was pending, or that it left out.
   *
   * @param seen {@link #ready()} as it was before the attempt: the direction's bit is forgotten
   *     unless an event came since
   * @param moved bytes that the call has moved so far
   */
  void await(int direction, String operation, int seen, long moved) throws IOException {
    if (!isRegistered) {
      register(operation, direction);
    } else if ((seen & direction) != 0) {
      clear(seen, direction);
    }
    Lane lane = lane(direction);
    Condition condition = direction == Transfer.READ ? readable : writable;
    try {
      if (!transfer.isPersistent() && !condition.holds()) {
        ensure(operation, direction, transfer.arm(direction));
      }
      lane.await(lane.head, condition, operation, moved);
    } catch (IOException e) {
      if (!settle(direction)) {
        throw e;
      }
      // the work that was to be given up is done: the attempt that follows takes its outcome, and
      // if it has none after all, the reason to leave is still there
    }
  }

  /**
   * Has the poller tell events from now on, the ones that are due already included: what was
   * assumed before is forgotten first. Another direction may be doing the same, hence the lock.
   */
  private void register(String operation, int direction) throws IOException {
    queueLock.lock();
    try {
      if (!isRegistered) {
        clear(ready, direction);
        ensure(operation, direction, transfer.register());
        isRegistered = true;
      }
    } finally {
      queueLock.unlock();
    }
  }

  /**
   * Whether a short read shows that nothing is left to read.
   *
   * @param seen as loaded before the read
   */
  boolean isDrained(int seen) {
    return isRegistered && (seen & (HANGUP | URGENT)) == 0 && transfer.isDrainedByShortRead();
  }

  /**
   * Lets time pass before an attempt that no event will announce; the holder of the turn calls it.
   *
   * @param until when to return
   */
  void pause(int direction, String operation, long until) throws IOException {
    clear(ready, direction);
    Lane lane = lane(direction);
    Condition condition = direction == Transfer.READ ? readable : writable;
    lane.await(lane.head, condition, operation, 0, until);
  }

  /** Sees to it that nothing is pending; true if an outcome came of it that can be taken. */
  private boolean settle(int direction) {
    boolean wasInterrupted = false;
    int outcome;
    while ((outcome = transfer.cancel(direction)) == Transfer.NOT_READY) {
      clear(ready, direction);
      wasInterrupted |= Thread.interrupted();
      lane(direction).awaitEvent(direction == Transfer.READ ? readable : writable);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome != 0;
  }

  @Override
  public void ready(int events) {
    while (true) {
      int seen = ready;
      if (READY.compareAndSet(this, seen, (seen | events) + TICK)) {
        break;
      }
    }
    if ((events & READABLE) != 0) {
      reading.head.wake();
    }
    if ((events & WRITABLE) != 0) {
      writing.head.wake();
    }
  }

  @Override
  public void failed(Throwable cause) {
    pollerFailure = cause;
    ready(FAILED | READABLE | WRITABLE);
  }

  /** A fresh connection may be written to, and perhaps read from. */
  void assumeReady() {
    ready(READABLE | WRITABLE);
  }

  /** Ends reading for everyone. */
  void endInput() {
    ready(INPUT_ENDED | READABLE);
  }

  /** Throws if the poller died. */
  void ensurePolled(int seen, String operation, int direction, long moved) throws IOException {
    Throwable cause = pollerFailure;
    if ((seen & FAILED) != 0 && cause != null) {
      Lane lane = lane(direction);
      throw Failures.pollerFailed(
          operation, owner.endpoints(direction), lane.elapsed(lane.head), moved, cause);
    }
  }

  /** The exception of a failed attempt of the turn's holder. */
  IOException failure(String operation, int direction, int result, long moved) {
    Lane lane = lane(direction);
    return engine
        .failures()
        .of(operation, owner.endpoints(direction), result, lane.elapsed(lane.head), moved);
  }

  private void ensure(String operation, int direction, int result) throws IOException {
    if (result < 0) {
      throw failure(operation, direction, result, 0);
    }
  }

  // ---- deadlines and wake-ups from outside

  /** Has everyone who waits in a direction look at the rules again. */
  void wakeAll(int direction) {
    lane(direction).head.wake();
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
  void enter(String operation) throws IOException {
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        throw Failures.closed(operation, owner.endpoints(Transfer.READ));
      }
      if (LIFE.compareAndSet(this, seen, seen + USE)) {
        return;
      }
    }
  }

  /** Checks that the connector is not closed. */
  void ensureOpen(String operation, int direction) throws IOException {
    if (isClosed()) {
      throw Failures.closed(operation, owner.endpoints(direction));
    }
  }

  /** Ends what {@link #enter} began. */
  void leave() {
    closeIfLast((long) LIFE.getAndAdd(this, -USE) - USE);
  }

  @Override
  public boolean isClosed() {
    return (life & CLOSED) != 0;
  }

  /** Closes; everyone who waits is woken, the last user closes the descriptor. */
  void close() {
    while (true) {
      long seen = life;
      if ((seen & CLOSED) != 0) {
        return;
      }
      if (LIFE.compareAndSet(this, seen, seen + USE | CLOSED)) {
        break;
      }
    }
    wakeAll(Transfer.READ);
    wakeAll(Transfer.WRITE);
    leave();
  }

  /** From now on closing the descriptor may wait, and is left to a thread that may. */
  void closeSlowly(boolean isSlow) {
    isCloseSlow = isSlow;
  }

  private void closeIfLast(long left) {
    if ((left & CLOSED) != 0 && left < USE) {
      transfer.deregister(false);
      engine.close(transfer.descriptor(), isCloseSlow);
    }
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return owner.interruptPolicy();
  }

  @Override
  public void closeByInterrupt() throws IOException {
    owner.close();
  }

  @Override
  public String endpoints(int direction) {
    return owner.endpoints(direction);
  }

  @Override
  public Timers timers() {
    return engine.timers();
  }

  @Override
  public String toString() {
    return owner.toString();
  }
}
