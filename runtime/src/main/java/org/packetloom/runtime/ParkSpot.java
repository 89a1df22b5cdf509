// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.Transfer;
import org.packetloom.spi.ParkPoint;

/**
 * A {@link ParkPoint}: the waiting rules of a {@link Lane} for conditions of any kind.
 *
 * <p>Waiters enter the set before they announce themselves and look at their condition; a signal
 * comes after the condition was made true and wakes everyone in the set. So either the waiter sees
 * the condition or the signal sees the waiter.
 */
final class ParkSpot implements ParkPoint, LaneOwner {
  private final OpenConnectors open;
  private final Timers timers;
  private final Object endpoints; // worded when a message needs it
  private final Lane lane = new Lane(this, Transfer.READ);
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closed = new AtomicBoolean();

  /** What else is to be done on close; whoever takes it out does it. */
  private final AtomicReference<Optional<Runnable>> onClose =
      new AtomicReference<>(Optional.empty());

  private final boolean isConnector; // what waits here are calls of a connector

  private volatile InterruptPolicy policy;

  private ParkSpot(Loom loom, Object endpoints, InterruptPolicy policy, boolean isConnector) {
    this.open = loom.connectors();
    this.timers = loom.engine().timers();
    this.endpoints = endpoints;
    this.policy = policy;
    this.isConnector = isConnector;
  }

  /**
   * Makes a spot that is closed with its toolkit, or closed already if that is.
   *
   * @param endpoints its text is asked for when a message needs it
   */
  static ParkSpot open(Opening opening, Object endpoints) {
    return open(opening.loom(), endpoints, opening.interruptPolicy());
  }

  /** Makes a spot that is closed with its toolkit, or closed already if that is. */
  static ParkSpot open(Loom loom, Object endpoints, InterruptPolicy policy) {
    return added(new ParkSpot(loom, endpoints, policy, false));
  }

  /** Makes a spot that stands for a connector without a descriptor. */
  static ParkSpot ofConnector(Opening opening, String endpoints) {
    return added(new ParkSpot(opening.loom(), endpoints, opening.interruptPolicy(), true));
  }

  private static ParkSpot added(ParkSpot spot) {
    spot.open.add(spot);
    return spot;
  }

  /** Whether it stands for a connector without a descriptor. */
  boolean isConnector() {
    return isConnector;
  }

  /** Words for people on what it stands for, and who waits. */
  String describe() {
    return waiters.stream()
        .flatMap(waiter -> lane.parked(waiter).stream())
        .map(parked -> parked.text("a call"))
        .sorted()
        .collect(Collectors.joining(", ", endpoints + ", without descriptor, ", ""));
  }

  @Override
  public void await(String operation, BooleanSupplier condition) throws IOException {
    try (Call call = begin(operation)) {
      call.await(condition, 0);
    }
  }

  @Override
  public Waiting begin(String operation) throws IOException {
    if (closed.get()) {
      throw Failures.closed(operation, endpoints.toString());
    }
    Waiter waiter = new Waiter();
    lane.begin(waiter, operation);
    waiters.add(waiter);
    return new Waiting(operation, waiter);
  }

  /** A call of one thread. */
  final class Waiting implements Call {
    private final String operation;
    private final Waiter waiter;

    private Waiting(String operation, Waiter waiter) {
      this.operation = operation;
      this.waiter = waiter;
    }

    @Override
    public void await(BooleanSupplier condition, long bytesMoved) throws IOException {
      lane.await(waiter, condition::getAsBoolean, operation, bytesMoved);
    }

    /** Waits until a condition holds or a time has come; whether it holds. */
    boolean awaitUntil(Condition condition, long resumeAt) throws IOException {
      return lane.await(waiter, condition, operation, 0, resumeAt);
    }

    @Override
    public Deadline deadline() {
      long left = lane.left(waiter, operation);
      return left == Timeout.NEVER ? Deadline.NONE : Deadline.after(Duration.ofNanos(left));
    }

    @Override
    public void progress() {
      waiter.rollsFrom = 0;
    }

    @Override
    public long elapsedNanos() {
      return lane.elapsed(waiter);
    }

    @Override
    public void close() {
      waiters.remove(waiter);
      lane.end(waiter);
    }
  }

  /** Lets time pass, as the rules allow. */
  void pause(String operation, long nanos) throws IOException {
    if (closed.get()) {
      throw Failures.closed(operation, endpoints.toString());
    }
    Waiter waiter = new Waiter();
    lane.begin(waiter, operation);
    waiters.add(waiter);
    try {
      lane.await(waiter, () -> false, operation, 0, timers.now() + nanos);
    } finally {
      waiters.remove(waiter);
      lane.end(waiter);
    }
  }

  @Override
  public void signal() {
    waiters.forEach(Waiter::wake);
  }

  @Override
  public void deadline(Deadline deadline) {
    if (lane.deadline(deadline)) {
      signal();
    }
  }

  @Override
  public void timeout(Duration timeout) {
    lane.timeoutNanos(Settings.nanos(timeout));
    signal();
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public void interruptPolicy(InterruptPolicy changed) {
    policy = changed;
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void onClose(Runnable action) {
    onClose.set(Optional.of(action));
    if (closed.get()) {
      runOnClose();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      open.remove(this);
      signal();
      runOnClose();
    }
  }

  private void runOnClose() {
    onClose.getAndSet(Optional.empty()).ifPresent(Runnable::run);
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void closeByInterrupt() {
    close();
  }

  @Override
  public String endpoints(int direction) {
    return endpoints.toString();
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public String toString() {
    return endpoints.toString();
  }
}
