// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
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
 * <p>A completion whose tag is gone finds nobody, and its buffer goes back. A request may end as
 * cancelled without having been asked to, as the thread that submitted it has ended: its user then
 * tries anew, as after any event that was none.
 */
final class UringPoller implements Poller {
  static final String NAME = "io_uring";

  /** Completions told between two looks at the ring: as many as a loop runs threads. */
  private static final int BATCH = 128;

  /**
   * Completions told at once from which on writes are submitted together: with fewer, a system call
   * for each costs less than having its thread wait for the others.
   */
  static final int MANY = 24;

  private final SystemCalls calls;
  private final Ring ring; // the runner's
  private final Wakeup wakeup;
  private final Arena arena; // closed in close(), after the ring
  private final ReceiveBuffers received;
  private final SendBuffers toSend;
  private final UringRequests requests; // the runner's, but for adding to it
  private final UringLevels levels; // the runner's, but for what any thread may ask
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();

  private volatile boolean isWaiting; // the runner is about to wait, and has to be woken
  private volatile boolean isWoken; // wake() was called since a wait ended
  private volatile boolean hasFailed;
  private volatile boolean isBusy; // written by the runner; many were told lately

  private volatile @Nullable Thread runner; // written by the runner

  private int gathered; // the runner's; completions to be told

  private UringPoller(SystemCalls calls, Ring ring, Wakeup wakeup, Arena arena)
      throws PollerException {
    this.calls = calls;
    this.ring = ring;
    this.wakeup = wakeup;
    this.arena = arena;
    this.levels = new UringLevels(calls.unix().polls());
    MemorySegment page = UringMemory.mapHugePage(calls, arena);
    this.received = ReceiveBuffers.open(calls, ring.descriptor(), page, arena);
    this.toSend = new SendBuffers(UringMemory.mapHugePage(calls, arena));
    this.requests = new UringRequests(ring, toSend, wakeup.descriptor());
  }

  static UringPoller open(SystemCalls calls) throws PollerException {
    Ring ring = Ring.open(calls);
    Arena arena = Arena.ofShared();
    Wakeup wakeup = null;
    try {
      ring.ensureCancels();
      wakeup = Wakeup.open(calls.unix());
      return new UringPoller(calls, ring, wakeup, arena);
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

  /** Whether many others have something to submit as well, most likely. */
  boolean canSend() {
    return isBusy;
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
    return hasFailed || ring.isAllTaken() ? ring.cancelNow(data) : -LinuxErrors.EAGAIN;
  }

  /** The events of a descriptor that hold now, of those asked for. */
  int lookAt(int descriptor, int events) {
    return Math.max(0, calls.unix().polls().poll(descriptor, events));
  }

  /** Whether the runner waits, or is about to. */
  boolean isWaiting() {
    return isWaiting;
  }

  /** Whether the caller is the last that ran the poller. */
  boolean isRunner() {
    return Thread.currentThread() == runner;
  }

  // ---- the runner's

  @Override
  public int await(long timeoutNanos) throws PollerException {
    noteRunner();
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
      skipSilent();
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

  private void noteRunner() {
    Thread current = Thread.currentThread();
    if (runner != current) {
      runner = current;
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
    int told = 0;
    while (gathered > 0) {
      gathered--;
      long data = ring.userData();
      int result = ring.result();
      int how = ring.resultFlags();
      ring.take(); // first, so that one that throws costs only its own event
      if (isOwn(data)) {
        completeOwn(data, how);
      } else if (UringRequests.direction(data) == UringRequests.WATCH) {
        completeWatch(data, result, how);
      } else {
        complete(data, result, how);
        told++;
      }
    }
    isBusy = told >= MANY;
    levels.tell();
  }

  /** Takes completions that nobody has to be told of, up to the first that is another. */
  private void skipSilent() {
    while (ring.completed() > 0) {
      long data = ring.userData();
      int result = ring.result();
      int how = ring.resultFlags();
      if (!isOwn(data) && !isSilent(data, result, how)) {
        return;
      }
      ring.take();
      if (isOwn(data)) {
        completeOwn(data, how);
      }
    }
  }

  private boolean isSilent(long data, int result, int how) {
    if (UringRequests.direction(data) != UringRequests.WATCH) {
      return goesOn(operation(data), result, how);
    }
    UringPoll poll = poll(data);
    return poll == null || poll.skip(result, isMore(how));
  }

  private static boolean isOwn(long data) {
    return UringRequests.direction(data) == 0;
  }

  private void completeOwn(long data, int how) {
    if (data == UringRequests.WAKE) {
      wakeup.take();
      if (!isMore(how)) {
        requests.watchAgain();
      }
    }
  }

  private void completeWatch(long data, int result, int how) {
    UringPoll poll = poll(data);
    if (poll != null) {
      levels.tell(poll.watch(), poll.complete(result, isMore(how)));
    }
  }

  /** Whose completion it is; null if that is gone. */
  private @Nullable UringPoll poll(long data) {
    return slots.find(UringRequests.tag(data)) instanceof UringWatch watch ? watch.poll() : null;
  }

  private static boolean isMore(int how) {
    return (how & UringConstants.IORING_CQE_F_MORE) != 0;
  }

  private void complete(long data, int result, int how) {
    boolean hasBuffer = (how & UringConstants.IORING_CQE_F_BUFFER) != 0;
    int buffer = hasBuffer ? how >>> UringConstants.IORING_CQE_BUFFER_SHIFT : -1;
    UringOperation operation = operation(data);
    if (operation == null) {
      if (buffer >= 0) {
        received.giveBack(buffer);
      }
    } else if (!goesOn(operation, result, how)) {
      operation.transfer().completed(operation, result, buffer, isMore(how));
    }
  }

  /** Whose completion it is; null if that is gone. */
  private @Nullable UringOperation operation(long data) {
    return slots.find(UringRequests.tag(data)) instanceof UringTransfer transfer
        ? transfer.operationOf(UringRequests.direction(data))
        : null;
  }

  /**
   * Whether a poll goes on. The kernel tells a writer that the peer has ended its own writing,
   * asked or not, and each time anew: then only changes are of interest.
   */
  private boolean goesOn(@Nullable UringOperation operation, int result, int how) {
    if (operation == null || !operation.isPoll() || operation.isStaying()) {
      return false;
    }
    boolean isMore = isMore(how);
    boolean isNews = result != Constants.POLLRDHUP || operation.direction() != UringTransfer.WRITE;
    if (isMore && isNews) {
      operation.foretell(result);
      if (operation.cancel()) {
        submit(operation);
      }
    } else if (!isMore && !isNews && operation.replace(UringOperation.POLL_CHANGES)) {
      submit(operation);
      return true;
    }
    return isMore;
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
