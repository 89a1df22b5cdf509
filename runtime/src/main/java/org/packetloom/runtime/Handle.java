// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Transfer;

/**
 * Owns one descriptor: its transfer, and how calls wait for it. What is remembered of its readiness
 * is in {@link RememberedReadiness}, turns and life in {@link Turns}.
 *
 * <p>The descriptor is registered with its poller before the first wait and not earlier: one that
 * never waits wakes no poller. Registering tells what is ready by then, so nothing that came before
 * is missed.
 */
final class Handle extends RememberedReadiness {
  private final Engine engine;
  private final Transfer transfer;
  private final HandleOwner owner;

  /** Whether the poller tells events; set once, under queueLock, before the first wait. */
  private volatile boolean isRegistered;

  /** What ended the poller, null while it lives; written before FAILED is set. */
  private volatile @Nullable Throwable pollerFailure;

  /** Null means at once. */
  private volatile @Nullable Closing closing;

  /**
   * Whether another process or descriptor may hold the same open file; only ever set, and before
   * anybody else can get hold of it.
   */
  private volatile boolean isShared;

  /** What is run before the descriptor goes; null if nothing; replaced under queueLock. */
  private volatile @Nullable Closers closers;

  /** Told once the descriptor is given away; null as long as it is not to be. */
  private volatile @Nullable CompletableFuture<Integer> givenAway;

  /** Owns the descriptor from now on: if it cannot be attached, it is closed. */
  Handle(Engine engine, int descriptor, DescriptorKind kind, HandleOwner owner) {
    this(engine, owner, descriptor, handle -> engine.attach(descriptor, kind, handle));
  }

  /**
   * Over a transfer that is made in another way.
   *
   * @param descriptor closed if attaching throws; −1 if there is none yet
   */
  Handle(Engine engine, HandleOwner owner, int descriptor, Attaching attaching) {
    super(engine.queueLocks().any());
    this.engine = engine;
    this.owner = owner;
    engine.opened();
    try {
      this.transfer = attaching.attach(this);
    } catch (Throwable e) {
      engine.close(descriptor, false);
      throw e;
    }
  }

  Transfer transfer() {
    return transfer;
  }

  int descriptor() {
    return transfer.descriptor();
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
    await(direction, operation, seen, moved, 0);
  }

  /**
   * As above, for a read or an accept.
   *
   * @param most how many bytes the attempt has room for, so that they can be read beforehand; 1 if
   *     it is for {@link Transfer#tryAccept}; 0 if it is for neither that nor {@link
   *     Transfer#tryRead} or {@link Transfer#tryReceive}
   */
  void await(int direction, String operation, int seen, long moved, int most) throws IOException {
    Lane lane = announce(direction, operation, seen, moved, most);
    if (!lane.awaitPlainly(lane, lane, operation)) {
      awaitClosely(direction, operation, moved);
    }
  }

  /** Announces the caller, and has the next event told. */
  private Lane announce(int direction, String operation, int seen, long moved, int most)
      throws IOException {
    Lane lane = lane(direction);
    boolean hasCleared = !isRegistered && registerFirst(operation, direction, moved);
    lane.announce(Thread.currentThread());
    if (!hasCleared) {
      clear(seen, direction);
    }
    if (!transfer.isPersistent(direction) && !isTold(direction)) {
      int result = transfer.arm(direction, most);
      if (result < 0) {
        lane.leave();
        throw failure(operation, direction, result, moved);
      }
    }
    return lane;
  }

  /** The same once armed, for all but the ordinary case: that keeps less while it waits. */
  private void awaitClosely(int direction, String operation, long moved) throws IOException {
    Lane lane = lane(direction);
    try {
      lane.await(lane, lane, operation, moved);
    } catch (IOException e) {
      if (!settle(direction, operation, moved) && !ReadyWait.isUntold(this, engine, direction, e)) {
        throw e;
      }
      // the work that was to be given up is done: the attempt that follows takes its outcome, and
      // if it has none after all, the reason to leave is still there
    }
  }

  /** Waits for one event, without more; false if a time comes first. */
  boolean awaitEvent(int direction, String operation, int seen, long until) throws IOException {
    Lane lane = announce(direction, operation, seen, 0, 0);
    try {
      return lane.await(lane, lane, operation, 0, until) || settle(direction, operation, 0);
    } catch (IOException e) {
      if (!settle(direction, operation, 0)) {
        throw e;
      }
      return true;
    }
  }

  /** Another poller has found directions to be ready: what is remembered is to agree. */
  void notice(int directions) {
    if ((ready() & directions) != directions) {
      ready(directions);
    }
  }

  /**
   * As {@link #await}, but for a thread that waits elsewhere: it is unparked when a direction can
   * be attempted again, which {@link #isTold} says then.
   */
  void expect(int direction, String operation, int seen) throws IOException {
    Lane unused = announce(direction, operation, seen, 0, 0);
  }

  /** Whether a direction can be attempted, or nobody will tell any more. */
  boolean isTold(int direction) {
    return isClosed() || condition(direction).holds();
  }

  /**
   * Has the poller tell events from now on, the ones that are due already included: what was
   * assumed before is forgotten first. Another direction may be doing the same, hence the lock.
   *
   * @return whether it was this call that did it
   */
  private boolean registerFirst(String operation, int direction, long moved) throws IOException {
    queueLock.lock();
    try {
      if (isRegistered) {
        return false;
      }
      if (direction == Transfer.READ && isReady(direction)) { // so there was an attempt
        owner.hasTriedToRead(bytes(direction) > 0);
      }
      clear(ready(), direction);
      ensure(operation, direction, engine.register(transfer), moved);
      isRegistered = true;
      return true;
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

  /** Lets time pass before an attempt of the turn's holder that no event will announce. */
  void pause(int direction, String operation, long until) throws IOException {
    clear(ready(), direction);
    Lane lane = lane(direction);
    Condition condition = condition(direction);
    lane.await(lane, condition, operation, 0, until);
  }

  /**
   * Lets time pass before an attempt that no event will announce, whatever events come meanwhile;
   * the holder of the turn calls it.
   *
   * @param until when to return
   * @param moved bytes that the call has moved so far
   */
  void rest(int direction, String operation, long until, long moved) throws IOException {
    Lane lane = lane(direction);
    try {
      lane.await(lane, () -> false, operation, moved, until);
    } catch (IOException e) {
      if (!settle(direction, operation, moved)) {
        throw e;
      }
    }
  }

  /** After a pending attempt: sees that nothing is under way; true if there is an outcome now. */
  boolean settle(int direction, String operation, long moved) throws IOException {
    int seen = ready();
    int outcome = transfer.cancel(direction);
    if (outcome == 0) {
      return false;
    }
    boolean unused = !isRegistered && registerFirst(operation, direction, moved);
    Condition told = condition(direction);
    boolean wasInterrupted = false;
    while (outcome == Transfer.NOT_READY && (seen & FAILED) == 0) {
      clear(seen, direction); // seen before the request: an event that answered it already stays
      wasInterrupted |= lane(direction).awaitEvent(told);
      seen = ready();
      outcome = transfer.cancel(direction);
    }
    if (outcome > 0) {
      wasInterrupted |= lane(direction).awaitEvent(told); // without it nobody makes the attempt
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome > 0;
  }

  @Override
  public void failed(Throwable cause) {
    pollerFailure = cause;
    ready(FAILED | READABLE | WRITABLE);
  }

  /** Throws if the poller died. */
  void ensurePolled(int seen, String operation, int direction, long moved) throws IOException {
    Throwable cause = pollerFailure;
    if ((seen & FAILED) != 0 && cause != null) {
      throw Failures.pollerFailed(
          operation, owner.endpoints(direction), elapsed(direction), moved, cause);
    }
  }

  /** The exception of a failed attempt of the turn's holder. */
  IOException failure(String operation, int direction, int result, long moved) {
    return engine
        .failures()
        .of(operation, owner.endpoints(direction), result, elapsed(direction), moved);
  }

  private void ensure(String operation, int direction, int result, long moved) throws IOException {
    if (result < 0) {
      throw failure(operation, direction, result, moved);
    }
  }

  /** From now on closing the descriptor may wait for unsent data (SO_LINGER), or not. */
  void closeSlowly(boolean isSlow) {
    if (isSlow != isCloseSlow()) {
      closing = isSlow ? Closing.LATER : null;
    }
  }

  /** From now on closing takes the system long. */
  void closeAside() {
    closing = Closing.ASIDE;
  }

  boolean isCloseSlow() {
    return closing == Closing.LATER;
  }

  /** Others have the open file, too: the poller is told of the end, and reads only on demand. */
  void share() {
    isShared = true;
    transfer.holdNothing();
  }

  boolean isShared() {
    return isShared;
  }

  /** Has something run by the last user, just before the descriptor is closed or given away. */
  void addCloser(String operation, Runnable closer) throws IOException {
    enter(operation);
    try {
      queueLock.lock();
      try {
        Closers known = closers;
        closers = known == null ? Closers.of(closer) : known.with(closer);
      } finally {
        queueLock.unlock();
      }
    } finally {
      leave();
    }
  }

  /** Takes back what {@link #addCloser} said. */
  void removeCloser(Runnable closer) {
    queueLock.lock();
    try {
      Closers known = closers;
      if (known != null) {
        closers = known.without(closer).orElse(null);
      }
    } finally {
      queueLock.unlock();
    }
  }

  /**
   * Closes without closing the descriptor, which is the caller's from now on, who has {@link
   * #share}d it before; waits until the last user has left.
   *
   * @return the descriptor
   * @throws IOException if it is closed
   */
  int giveAway(String operation) throws IOException {
    CompletableFuture<Integer> left;
    queueLock.lock();
    try {
      left = givenAway == null ? new CompletableFuture<>() : givenAway;
      givenAway = left;
    } finally {
      queueLock.unlock();
    }
    if (!tryGiveAway()) {
      throw Failures.closed(operation, endpoints(Transfer.READ));
    }
    return left.join();
  }

  @Override
  void free(boolean isKept) {
    Closers known = closers;
    if (known != null) {
      known.run();
    }
    if (!isRegistered && bytes(Transfer.READ) > 0) {
      owner.hasTriedToRead(true);
    }
    transfer.deregister(isShared);
    int descriptor = isKept ? -1 : transfer.descriptor();
    Closing.chosen(closing).close(engine, descriptor);
    CompletableFuture<Integer> receiver = givenAway;
    if (isKept && receiver != null) {
      receiver.complete(transfer.descriptor());
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
