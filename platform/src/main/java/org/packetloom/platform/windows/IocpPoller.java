// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * A completion port, and the device that polls sockets for it.
 *
 * <p>Users make overlapped calls themselves; the runner takes the packets in batches. What ended
 * without a packet, as it succeeded or failed at once, comes to the runner through {@code settled};
 * an outcome that somebody waits for though it was told before, through {@code reminders}.
 *
 * <p><b>No wake is lost.</b> A user writes {@code isWoken}, or adds to a queue, and then looks at
 * {@code isWaiting}; the runner sets {@code isWaiting} and then looks at all three once more.
 * Either the runner finds it, or the user finds the runner waiting and posts an empty packet. One
 * that comes late ends a wait that goes on at once.
 *
 * <p><b>Memory outlives what Windows does with it.</b> An operation and its buffer are used again
 * once the packet was taken. {@link #close()} cancels and waits for what is left; if that does not
 * end, the memory is left to it for good.
 */
final class IocpPoller implements Poller {
  static final String NAME = "iocp";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final WindowsSystem system;
  private final CompletionPort port;
  private final AfdDevice device;
  private final Arena arena = Arena.ofShared(); // closed in close(), unless something never ends
  private final OperationTable operations = new OperationTable(arena);
  private final ReceiveBuffers buffers = new ReceiveBuffers(arena);
  private final Registry registry = new Registry();
  private final Queue<IocpOperation> settled = new ConcurrentLinkedQueue<>();
  private final Queue<IocpOperation> reminders = new ConcurrentLinkedQueue<>();

  private volatile boolean isWaiting; // the runner is about to wait, and has to be woken
  private volatile boolean isWoken; // wake() was called since a wait ended
  private volatile boolean isClosed;
  private volatile long closingSince; // System.nanoTime(), of close()

  // the runner's
  private final ArrayDeque<IocpOperation> gathered = new ArrayDeque<>(); // to be told
  private final ArrayDeque<IocpWatch> toFollow = new ArrayDeque<>(); // whose poll was told
  private final ArrayDeque<IocpOperation> reminded = new ArrayDeque<>(); // to be told again

  private IocpPoller(WindowsSystem system, CompletionPort port, AfdDevice device) {
    this.system = system;
    this.port = port;
    this.device = device;
  }

  static IocpPoller open(WindowsSystem system) throws PollerException {
    CompletionPort port = CompletionPort.open(system.scratches());
    try {
      return new IocpPoller(system, port, AfdDevice.open(port.handle(), system.scratches()));
    } catch (Throwable e) {
      port.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    HandleEntry entry = system.entry(descriptor);
    var attachment = new IocpMember.Attachment(descriptor, entry, kind, readiness);
    return switch (kind) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, SEQPACKET ->
          new SocketTransfer(attachment, this, system);
      case DATAGRAM -> new DatagramTransfer(attachment, this, system);
      case LISTENER ->
          entry.extra().orElse(null) instanceof PipeListener listener
              ? new PipeListenerTransfer(attachment, listener, this, system)
              : new ListenerTransfer(attachment, this, system);
      case PIPE, DEVICE ->
          new PipeTransfer(
              attachment, PipeEnd.of(entry).orElseGet(PipeEnd::ofReader), this, system);
      case POLLER -> throw new IllegalArgumentException("a completion port cannot be polled");
    };
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    HandleEntry entry = system.entry(descriptor);
    return entry.isSocket()
        ? new IocpWatch(descriptor, entry, watcher, this)
        : new PipeWatch(descriptor, entry, watcher, this, system);
  }

  @Override
  public boolean adopt(Transfer transfer) {
    return transfer instanceof IocpTransfer known && known.move(this);
  }

  // ---- for transfers and watches

  Registry registry() {
    return registry;
  }

  ReceiveBuffers buffers() {
    return buffers;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** How long close() has been going on. */
  long closingNanos() {
    return System.nanoTime() - closingSince;
  }

  /** Makes an operation. */
  IocpOperation operation(IocpOwner owner, int direction) {
    return operations.add(this, owner, direction);
  }

  /** Frees an operation that is not with Windows, and what it holds. */
  void release(IocpOperation operation) {
    MemorySegment buffer = operation.takeBuffer();
    if (buffer != null) {
      buffers.give(buffer);
    }
    system.abandon(operation);
    if (operation.isDoubtful()) {
      operations.retire(operation);
    } else {
      operations.remove(operation);
    }
  }

  /** A call has ended with a warning: no header says whether there will be a packet. */
  void leaveInDoubt(IocpOperation operation) {
    operation.leaveInDoubt();
    settled.add(operation);
    post();
  }

  /** Has the operations of a handle complete here; false if they complete elsewhere for good. */
  boolean associate(HandleEntry entry) {
    return entry.ensurePort(port.handle(), this, system);
  }

  /** Begins a poll of an idle operation; if that fails, its end will be told. */
  void poll(IocpOperation operation, HandleEntry entry, int events) {
    operation.prepare(IocpOperation.POLL);
    int result = device.poll(operation, entry.handle(), events);
    if (result < 0) {
      settle(operation, result);
    }
  }

  /**
   * What follows an overlapped call of a prepared operation.
   *
   * @param result 0, or the negated error number
   */
  void begun(IocpOperation operation, HandleEntry entry, int result) {
    boolean isPending = result == -WindowsErrors.ERROR_IO_PENDING;
    if (!isPending && (result < 0 || entry.skips())) {
      settle(operation, result);
    }
  }

  /** An operation has ended, and no packet comes: has the runner complete it. */
  void settle(IocpOperation operation, int negatedError) {
    operation.settle(negatedError);
    settled.add(operation);
    post();
  }

  /** Has the runner tell once more of an operation that is done. */
  void remind(IocpOperation operation) {
    reminders.add(operation);
    post();
  }

  /** Asks that an operation end; its packet tells what came of it. */
  void cancel(IocpOperation operation, HandleEntry entry) {
    if (isClosed || operation.isSettled()) {
      return;
    }
    if (operation.kind() == IocpOperation.POLL) {
      device.cancel(operation);
    } else {
      system.cancel(entry, operation);
    }
  }

  // ---- the runner's

  @Override
  public int await(long timeoutNanos) throws PollerException {
    long began = timeoutNanos > 0 ? System.nanoTime() : 0;
    long remaining = timeoutNanos;
    while (true) {
      gather(events() == 0 ? remaining : 0);
      boolean mustReturn = timeoutNanos == 0 || takeWake();
      if (events() > 0 || mustReturn) {
        return events();
      }
      if (timeoutNanos > 0) {
        remaining = timeoutNanos - (System.nanoTime() - began);
        if (remaining <= 0) {
          return 0;
        }
      }
    }
  }

  private int events() {
    return gathered.size() + reminded.size();
  }

  /** The runner, in dispatch: sees to a watch's next poll before it waits again. */
  void followLater(IocpWatch watch) {
    toFollow.addLast(watch);
  }

  private void gather(long timeoutNanos) throws PollerException {
    IocpWatch watch;
    while ((watch = toFollow.pollFirst()) != null) {
      watch.follow();
    }
    int room = CompletionPort.BATCH - gathered.size();
    if (room <= 0) {
      return;
    }
    isWaiting = timeoutNanos != 0;
    int number = port.take(room, isWoken || hasEnded() ? 0 : timeoutNanos);
    isWaiting = false;
    for (int i = 0; i < number; i++) {
      IocpOperation operation = operations.find(port.overlapped(i));
      if (operation != null) {
        keep(operation);
      }
    }
    keepEnded();
  }

  private boolean hasEnded() {
    return !settled.isEmpty() || !reminders.isEmpty();
  }

  private void keepEnded() {
    IocpOperation operation;
    while (gathered.size() < CompletionPort.BATCH && (operation = settled.poll()) != null) {
      keep(operation);
    }
    while ((operation = reminders.poll()) != null) {
      reminded.addLast(operation);
    }
  }

  /** Keeps one to be told, or completes it if nobody has to be told. */
  private void keep(IocpOperation operation) {
    if (operation.isOrphaned() || operation.owner().isSilent(operation)) {
      complete(operation);
    } else {
      gathered.addLast(operation);
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
    IocpOperation operation;
    while ((operation = gathered.pollFirst()) != null) { // first, so that one that throws is over
      complete(operation);
    }
    while ((operation = reminded.pollFirst()) != null) {
      if (operation.isDone()) {
        operation.owner().remind(operation);
      }
    }
  }

  private void complete(IocpOperation operation) {
    boolean wasPoll = operation.isPoll();
    int outcome = operation.complete();
    if (outcome == IocpOperation.GONE) {
      release(operation);
    } else {
      operation.owner().completed(operation, wasPoll, outcome);
    }
  }

  // ---- any thread's

  @Override
  public void wake() {
    isWoken = true;
    post();
  }

  private void post() {
    if (!isWaiting || isClosed) {
      return;
    }
    try {
      port.post();
    } catch (PollerException e) {
      fail(e); // nobody could be told of anything any more
    }
  }

  @Override
  public boolean hasEvents() {
    return true;
  }

  /** None: a port is not a handle that another port could poll. */
  @Override
  public OptionalInt descriptor() {
    return OptionalInt.empty();
  }

  @Override
  public void fail(Throwable cause) {
    registry.fail(cause);
  }

  @Override
  public void close() {
    registry.clear();
    closingSince = System.nanoTime();
    for (IocpOperation operation : operations.inFlight()) {
      operation.owner().abandon(operation);
    }
    boolean isOver = drain();
    isClosed = true;
    device.close();
    port.close();
    if (isOver) {
      arena.close();
    }
  }

  /** Takes the packets of all that was cancelled; whether nothing is left. */
  private boolean drain() {
    IocpOperation told;
    while ((told = gathered.pollFirst()) != null || (told = settled.poll()) != null) {
      if (told.complete() == IocpOperation.GONE) {
        release(told);
      }
    }
    while (!operations.inFlight().isEmpty() && closingNanos() < PATIENCE_NANOS) {
      int number;
      try {
        number = port.take(CompletionPort.BATCH, STEP_NANOS);
      } catch (PollerException _) {
        return false; // a broken port tells of nothing, which is why it is closed
      }
      for (int i = 0; i < number; i++) {
        IocpOperation operation = operations.find(port.overlapped(i));
        if (operation != null && operation.complete() == IocpOperation.GONE) {
          release(operation);
        }
      }
    }
    return operations.inFlight().isEmpty();
  }
}
