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

  private final SystemCalls calls;
  private final Ring ring; // the runner's
  private final Wakeup wakeup;
  private final Arena arena; // closed in close(), after the ring
  private final ReceiveBuffers received;
  private final SendBuffers toSend;
  private final UringRequests requests; // the runner's, but for adding to it
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();

  private volatile boolean isWaiting; // the runner is about to wait, and has to be woken
  private volatile boolean isWoken; // wake() was called since a wait ended
  private volatile boolean hasFailed;
  private volatile boolean isBusy; // written by the runner; more than one were told lately

  private int gathered; // the runner's; completions to be told

  private UringPoller(SystemCalls calls, Ring ring, Wakeup wakeup, Arena arena)
      throws PollerException {
    this.calls = calls;
    this.ring = ring;
    this.wakeup = wakeup;
    this.arena = arena;
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
      wakeup = Wakeup.open(calls);
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
    throw new UnsupportedOperationException("watch");
  }

  @Override
  public boolean adopt(Transfer transfer) {
    if (!(transfer instanceof UringTransfer known)) {
      return false;
    }
    known.poller(this);
    return true;
  }

  // ---- for transfers

  int register(UringTransfer transfer) {
    boolean unused = slots.add(transfer); // if not, it has been told why
    return 0;
  }

  void deregister(UringTransfer transfer) {
    boolean unused = slots.remove(transfer); // not there if the poller was closed
  }

  /** Has the runner submit an operation, or cancel it. */
  void submit(UringOperation operation) {
    requests.add(operation);
    if (isWaiting) {
      wakeup.ask();
    }
  }

  ReceiveBuffers received() {
    return received;
  }

  /** Whether others have something to submit as well, most likely. */
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
   * Cancels a submitted operation without the help of the runner; false if that has still to tell
   * the kernel of it.
   */
  boolean cancelNow(UringOperation operation) {
    if (!hasFailed && !ring.isAllTaken()) {
      return false;
    }
    ring.cancelNow(UringRequests.data(operation));
    return true;
  }

  // ---- the runner's

  @Override
  public int await(long timeoutNanos) throws PollerException {
    long deadline = timeoutNanos > 0 ? System.nanoTime() + timeoutNanos : 0;
    long remaining = timeoutNanos;
    while (true) {
      prepare();
      if (timeoutNanos == 0 || isWoken || requests.areLeft() || ring.completed() > 0) {
        ring.submit();
      } else {
        sleep(remaining);
      }
      skipSilent();
      gathered = Math.min(ring.completed(), BATCH);
      boolean mustReturn = timeoutNanos == 0 || takeWake();
      if (gathered > 0 || mustReturn) {
        return gathered;
      }
      if (timeoutNanos > 0) {
        remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return 0;
        }
      }
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
      if (isWoken || requests.areLeft()) {
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
    int told = 0;
    while (gathered > 0) {
      gathered--;
      long data = ring.userData();
      int result = ring.result();
      int how = ring.resultFlags();
      ring.take(); // first, so that a Readiness that throws costs only its own event
      if (isOwn(data)) {
        completeOwn(data, how);
      } else {
        complete(data, result, how);
        told++;
      }
    }
    isBusy = told > 1;
  }

  /** Takes completions that nobody has to be told of, up to the first that is another. */
  private void skipSilent() {
    while (ring.completed() > 0) {
      long data = ring.userData();
      int result = ring.result();
      int how = ring.resultFlags();
      if (!isOwn(data) && !goesOn(operation(data), result, how)) {
        return;
      }
      ring.take();
      if (isOwn(data)) {
        completeOwn(data, how);
      }
    }
  }

  private static boolean isOwn(long data) {
    return UringRequests.direction(data) == 0;
  }

  private void completeOwn(long data, int how) {
    if (data == UringRequests.WAKE) {
      wakeup.take();
      if ((how & UringConstants.IORING_CQE_F_MORE) == 0) {
        requests.watchAgain();
      }
    }
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
      operation.transfer().completed(operation, result, buffer);
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
    if (operation == null || !operation.isPoll()) {
      return false;
    }
    boolean isMore = (how & UringConstants.IORING_CQE_F_MORE) != 0;
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
    return !requests.isEmpty() || ring.hasEvents();
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
    arena.close();
    transferMemory.close();
  }
}
