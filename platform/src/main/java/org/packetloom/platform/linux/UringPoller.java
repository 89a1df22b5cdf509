// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.Slots;
import org.packetloom.platform.unix.TransferMemory;
import org.packetloom.platform.unix.Wakeup;

/**
 * io_uring(7): what threads wait for is submitted in batches, and completed by the kernel.
 *
 * <p>The runner alone touches the ring. Operations come to it through the inbox of {@link
 * UringRequests}.
 *
 * <p><b>No operation is forgotten.</b> A user adds to the inbox and then looks at {@code
 * isWaiting}; the runner sets {@code isWaiting} and then looks at the inbox once more. Both are
 * sequentially consistent: either the runner finds the operation, or the user finds the runner
 * waiting and ends its wait through the eventfd, which the ring polls for good. {@link #wake()}
 * does the same with {@code isWoken} in place of the inbox.
 *
 * <p>A request may end as cancelled without having been asked to, as the thread that submitted it
 * has ended: its user then tries anew, as after any event that was none.
 *
 * <p>Who says that it {@link #own}s the poller has a ring of its own: {@link UringHandOver}. Others
 * may run it by turns.
 */
final class UringPoller implements Poller {
  static final String NAME = "io_uring";

  /** Completions told between two looks at the ring: as many as a loop runs threads. */
  private static final int BATCH = 128;

  /** So many waits of one platform thread, and it is taken for the one that will go on waiting. */
  private static final int STEADY = 4;

  /** How long it waits before it tries again to get a ring. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SystemCalls calls;
  private final UringCompletions completions; // the runner's
  private final UringHandOver handOver; // the runner's
  private final Wakeup wakeup;
  private final Arena arena; // closed in close(), after the ring
  private final ReceiveBuffers received;
  private final SendBuffers toSend;
  private final UringRequests requests; // the runner's, but for adding to it
  private final UringLevels levels; // the runner's, but for what any thread may ask
  private final UringPace pace;
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();

  private volatile Ring ring; // the runner's, who replaces it

  private volatile boolean isWaiting; // the runner is about to wait, and has to be woken
  private volatile boolean isWoken; // wake() was called since a wait ended
  private volatile boolean hasFailed;

  private volatile @Nullable Thread runner; // written by the runner

  private volatile boolean isSteady; // written by the runner; who goes on running the poller

  private int waits; // the runner's; since it is another one, up to STEADY
  private int gathered; // the runner's; completions to be told
  private boolean mustChange; // the runner's; the ring is that of the runner before

  private UringPoller(SystemCalls calls, Ring ring, Wakeup wakeup, Arena arena, UringPace pace)
      throws PollerException {
    this.calls = calls;
    this.pace = pace;
    this.ring = ring;
    this.wakeup = wakeup;
    this.arena = arena;
    this.levels = new UringLevels(calls.unix().polls());
    MemorySegment page = UringMemory.mapHugePage(calls, ReceiveBuffers.ALL, arena);
    this.received = new ReceiveBuffers(calls, page, arena);
    this.received.use(ring.descriptor().number());
    this.toSend = new SendBuffers(UringMemory.mapHugePage(calls, UringMemory.HUGE_PAGE, arena));
    this.requests = new UringRequests(ring, toSend, wakeup.descriptor());
    this.completions = new UringCompletions(this, requests, slots, wakeup);
    this.handOver = new UringHandOver(this, calls, slots, requests, completions);
  }

  static UringPoller open(SystemCalls calls) throws PollerException {
    return open(calls, UringPace.chosen());
  }

  /** Opens a poller with a pace of its own. */
  static UringPoller open(SystemCalls calls, UringPace pace) throws PollerException {
    Ring ring = Ring.open(calls, false);
    Arena arena = Arena.ofShared();
    Wakeup wakeup = null;
    try {
      ring.descriptor().ensureCancels();
      wakeup = Wakeup.open(calls.unix());
      return new UringPoller(calls, ring, wakeup, arena, pace);
    } catch (Throwable e) {
      if (wakeup != null) {
        wakeup.close();
      }
      ring.close();
      arena.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    var attachment = new ReactorTransfer.Attachment(descriptor, kind, readiness);
    return new UringTransfer(attachment, this, calls, transferMemory);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    return new UringWatch(descriptor, watcher, this, slots);
  }

  @Override
  public boolean adopt(Transfer transfer) {
    if (!(transfer instanceof UringTransfer known)) {
      return false;
    }
    known.poller(this);
    return true;
  }

  // ---- for transfers and watches

  int register(UringTransfer transfer) {
    boolean unused = slots.add(transfer); // if not, it has been told why
    return 0;
  }

  void deregister(UringTransfer transfer) {
    boolean unused = slots.remove(transfer); // not there if the poller was closed
  }

  /** Has the runner submit something, or cancel it. */
  void submit(UringEntry entry) {
    requests.add(entry);
    if (isWaiting) {
      wakeup.ask();
    }
  }

  UringLevels levels() {
    return levels;
  }

  ReceiveBuffers received() {
    return received;
  }

  /** Whether its ring is that of one thread, with deferred work. */
  boolean isDeferred() {
    return ring.isDeferred();
  }

  UringPace pace() {
    return pace;
  }

  SendBuffers toSend() {
    return toSend;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  /**
   * Cancels a submitted request without the help of the runner.
   *
   * @return not EAGAIN if that was done; ENOENT, negated as it is, if the kernel does not have it
   *     any more, and EAGAIN if the runner has still to tell the kernel of it
   */
  int cancelNow(long data) {
    return UringCancels.now(ring, data, runner, hasFailed);
  }

  /** Has a submitted operation cancelled; whether the kernel was told. */
  boolean tryCancel(UringOperation operation) {
    if (cancelNow(UringRequests.data(operation)) != -LinuxErrors.EAGAIN) {
      return true;
    }
    if (ring.isDeferred() && operation.cancel()) {
      submit(operation);
    }
    return false;
  }

  /** The events of a descriptor that hold now, of those asked for. */
  int lookAt(int descriptor, int events) {
    return Math.max(0, calls.unix().polls().poll(descriptor, events));
  }

  /** Whether the runner waits, or is about to. */
  boolean isWaiting() {
    return isWaiting;
  }

  /** Whether it has been run by the same thread for some time, so that polls may stay. */
  boolean isSteady() {
    return isSteady;
  }

  /** Whether another thread has submitted it than the one that runs the poller, which asks. */
  boolean isOfAnother(UringEntry entry) {
    return !requests.isOfTerm(entry);
  }

  /** Whether the caller is the last that ran the poller. */
  boolean isRunner() {
    return Thread.currentThread() == runner;
  }

  // ---- the runner's

  @Override
  public void own() {
    noteRunner();
    mustChange = true;
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    noteRunner();
    if (mustChange && !changeRing()) {
      gathered = 0;
      if (timeoutNanos != 0) {
        LockSupport.parkNanos(this, STEP_NANOS); // whatever was asked: nothing can be awaited
      }
      return 0;
    }
    if (waits < STEADY && ++waits == STEADY) {
      isSteady = true;
    }
    long deadline = timeoutNanos > 0 ? System.nanoTime() + timeoutNanos : 0;
    long remaining = timeoutNanos;
    while (true) {
      prepare();
      int due = levels.look(ring.completed());
      if (timeoutNanos == 0 || isWoken || requests.areLeft() || ring.completed() + due > 0) {
        ring.submit();
      } else {
        sleep(remaining);
      }
      if (ring.isDeferred()) {
        fetchAside();
      }
      completions.skipSilent(ring);
      gathered = Math.min(ring.completed(), BATCH);
      boolean mustReturn = timeoutNanos == 0 || takeWake();
      if (gathered + due > 0 || mustReturn) {
        return gathered + due;
      }
      if (timeoutNanos > 0) {
        remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return 0;
        }
      }
    }
  }

  private boolean changeRing() throws PollerException {
    Ring next = handOver.change(ring);
    if (next == null) {
      return false;
    }
    ring = next;
    requests.use(next);
    mustChange = false;
    return true;
  }

  /** Leaves nothing where only this thread can fetch it: it may never come back. */
  private void fetchAside() throws PollerException {
    while (ring.hasPutAside()) {
      completions.tellAll(ring);
      ring.submit();
    }
  }

  private void noteRunner() {
    Thread current = Thread.currentThread();
    if (runner != current) {
      runner = current;
      requests.beginTerm();
      waits = current.isVirtual() ? STEADY : 0;
      isSteady = false;
    }
  }

  private void prepare() throws PollerException {
    received.recycle();
    requests.fill();
  }

  private void sleep(long timeoutNanos) throws PollerException {
    isWaiting = true;
    try {
      prepare();
      if (isWoken || requests.areLeft() || levels.areAny()) {
        ring.submit();
      } else {
        ring.submitAndWait(timeoutNanos);
      }
    } finally {
      isWaiting = false;
    }
  }

  private boolean takeWake() {
    boolean was = isWoken;
    if (was) {
      isWoken = false;
    }
    return was;
  }

  @Override
  public void dispatch() {
    noteRunner();
    int arrivals = 0;
    while (gathered > 0) {
      gathered--;
      arrivals += completions.tell(ring) ? 1 : 0;
    }
    pace.told(arrivals);
    levels.tell();
  }

  // ---- any thread's

  @Override
  public void wake() {
    isWoken = true;
    if (isWaiting) {
      wakeup.ask();
    }
  }

  @Override
  public boolean hasEvents() {
    return !requests.isEmpty() || levels.areAny() || ring.hasEvents();
  }

  /** None: while nobody runs the poller, operations would not be submitted. */
  @Override
  public OptionalInt descriptor() {
    return OptionalInt.empty();
  }

  @Override
  public void fail(Throwable cause) {
    hasFailed = true;
    if (ring.isDeferred()) {
      ring.close(); // nobody could cancel what is under way
    }
    slots.fail(cause);
  }

  @Override
  public void close() {
    hasFailed = true;
    slots.clear();
    wakeup.close();
    ring.close();
    levels.close();
    arena.close();
    transferMemory.close();
  }
}
