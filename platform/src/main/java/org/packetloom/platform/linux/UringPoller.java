// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * io_uring(7): what threads wait for is submitted in batches, and completed by the kernel.
 *
 * <p>The runner alone touches the ring. Operations come to it through {@code inbox}, a stack linked
 * through them that anybody pushes to by compare-and-set and the runner takes as a whole; it is
 * turned over, so that requests keep their order. What the runner takes out and has no room for
 * stays in {@code backlog}.
 *
 * <p><b>No operation is forgotten.</b> A user pushes and then looks at {@code isWaiting}; the
 * runner sets {@code isWaiting} and then looks at the inbox once more. Both are sequentially
 * consistent: either the runner finds the operation, or the user finds the runner waiting and ends
 * its wait through the eventfd, which the ring polls for good. {@link #wake()} does the same with
 * {@code isWoken} in place of the inbox.
 *
 * <p>The data of a request is that of {@link Slots}, with the direction in the lowest two bits: 0
 * there means the poller's own. A completion whose tag is gone finds nobody, and its buffer goes
 * back. A request may end as cancelled without having been asked to, as the thread that submitted
 * it has ended: its user then tries anew, as after any event that was none.
 */
final class UringPoller implements Poller {
  static final String NAME = "io_uring";

  /** Completions told between two looks at the ring; few, as in {@link EpollPoller}. */
  private static final int BATCH = 32;

  private static final int DIRECTION_BITS = 2;
  private static final long WAKE = 0;
  private static final long CANCEL = 1L << DIRECTION_BITS;
  private static final VarHandle INBOX;

  static {
    try {
      INBOX =
          MethodHandles.lookup().findVarHandle(UringPoller.class, "inbox", UringOperation.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SystemCalls calls;
  private final Ring ring; // the runner's
  private final Wakeup wakeup;
  private final Arena arena; // closed in close(), after the ring
  private final @Nullable ReceiveBuffers received; // null if the kernel picks none
  private final SendBuffers toSend;
  private final Slots<UringTransfer> slots = new Slots<>();
  private final TransferMemory transferMemory = new TransferMemory();

  private volatile @Nullable UringOperation inbox;
  private volatile boolean isWaiting; // the runner is about to wait, and has to be woken
  private volatile boolean isWoken; // wake() was called since a wait ended
  private volatile boolean hasFailed;
  private volatile boolean isBusy; // written by the runner; more than one were told lately

  private @Nullable UringOperation backlog; // the runner's
  private int gathered; // the runner's; completions to be told
  private boolean mustWatch = true; // the runner's; the ring does not poll the eventfd

  private UringPoller(SystemCalls calls, Ring ring, Wakeup wakeup, Arena arena)
      throws PollerException {
    this.calls = calls;
    this.ring = ring;
    this.wakeup = wakeup;
    this.arena = arena;
    this.received = ReceiveBuffers.open(calls, ring.descriptor(), arena);
    this.toSend = SendBuffers.open(calls, arena);
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

  /** Puts an operation into the inbox. */
  void submit(UringOperation operation) {
    UringOperation top;
    do {
      top = inbox;
      operation.next = top;
    } while (!INBOX.compareAndSet(this, top, operation));
    if (isWaiting) {
      wakeup.ask();
    }
  }

  boolean canReceive() {
    return received != null;
  }

  /** Only if {@link #canReceive()}. */
  ReceiveBuffers received() {
    return Objects.requireNonNull(received);
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
    ring.cancelNow(data(operation));
    return true;
  }

  // ---- the runner's

  @Override
  public int await(long timeoutNanos) throws PollerException {
    long deadline = timeoutNanos > 0 ? System.nanoTime() + timeoutNanos : 0;
    long remaining = timeoutNanos;
    while (true) {
      fill();
      if (timeoutNanos == 0 || isWoken || backlog != null || mustWatch || ring.completed() > 0) {
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

  private void sleep(long timeoutNanos) throws PollerException {
    isWaiting = true;
    try {
      fill();
      if (isWoken || backlog != null || mustWatch) {
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
    return (data & 3) == 0;
  }

  private void completeOwn(long data, int how) {
    if (data == WAKE) {
      wakeup.take();
      mustWatch |= (how & UringConstants.IORING_CQE_F_MORE) == 0;
    }
  }

  private void complete(long data, int result, int how) {
    boolean hasBuffer = (how & UringConstants.IORING_CQE_F_BUFFER) != 0;
    int buffer = hasBuffer ? how >>> UringConstants.IORING_CQE_BUFFER_SHIFT : -1;
    UringOperation operation = operation(data);
    if (operation == null) {
      if (buffer >= 0) {
        received().giveBack(buffer);
      }
    } else if (!goesOn(operation, result, how)) {
      operation.transfer().completed(operation, result, buffer);
    }
  }

  /** Whose completion it is; null if that is gone. */
  private @Nullable UringOperation operation(long data) {
    long tag = data & 0xffffffffL << Integer.SIZE | (int) data >>> DIRECTION_BITS;
    UringTransfer transfer = slots.find(tag);
    return transfer == null ? null : transfer.operationOf((int) data & 3);
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

  /** Fills the ring with what the inbox has, as far as there is room, and with free buffers. */
  private void fill() throws PollerException {
    if (received != null) {
      received.recycle();
    }
    if (backlog == null && inbox == null && !mustWatch) {
      return;
    }
    ring.beginFilling();
    try {
      if (mustWatch && makeRoom()) {
        ring.poll(wakeup.descriptor(), Constants.POLLIN, true, WAKE);
        mustWatch = false;
      }
      fillFromInbox();
    } finally {
      ring.endFilling();
    }
  }

  private void fillFromInbox() throws PollerException {
    if (backlog == null) {
      backlog = turnOver((UringOperation) INBOX.getAndSet(this, null));
    }
    while (backlog != null && makeRoom()) {
      UringOperation operation = backlog;
      backlog = operation.next; // before it may be linked anew
      operation.next = null;
      switch (operation.unlink()) {
        case UringOperation.SUBMIT -> request(operation);
        case UringOperation.CANCEL -> ring.cancel(data(operation), CANCEL);
        default -> {}
      }
    }
  }

  /** Whether an entry can be filled in; not if the kernel takes no more just now. */
  private boolean makeRoom() throws PollerException {
    if (!ring.hasRoom()) {
      ring.submit();
    }
    return ring.hasRoom();
  }

  private static @Nullable UringOperation turnOver(@Nullable UringOperation top) {
    UringOperation first = null;
    UringOperation rest = top;
    while (rest != null) {
      UringOperation next = rest.next;
      rest.next = first;
      first = rest;
      rest = next;
    }
    return first;
  }

  private void request(UringOperation operation) {
    int descriptor = operation.transfer().descriptor();
    long data = data(operation);
    switch (operation.kind()) {
      case UringOperation.RECEIVE ->
          ring.receive(descriptor, operation.length(), ReceiveBuffers.GROUP, data);
      case UringOperation.SEND ->
          ring.send(descriptor, toSend.address(operation.buffer()), operation.length(), data);
      default -> {
        boolean isForGood = operation.kind() == UringOperation.POLL_CHANGES;
        ring.poll(descriptor, operation.length(), isForGood, data);
      }
    }
  }

  private static long data(UringOperation operation) {
    long tag = operation.transfer().tag();
    long slot = (long) Slots.slot(tag) << DIRECTION_BITS;
    return tag & 0xffffffffL << Integer.SIZE | slot | operation.direction();
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
    return inbox != null || ring.hasEvents();
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
