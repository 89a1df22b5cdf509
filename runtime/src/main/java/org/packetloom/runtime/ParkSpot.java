// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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

  private volatile InterruptPolicy policy;
  private volatile boolean closed;

  private ParkSpot(Opening opening, Object endpoints) {
    this.open = opening.loom().connectors();
    this.timers = opening.engine().timers();
    this.endpoints = endpoints;
    this.policy = opening.interruptPolicy();
  }

  /**
   * Makes a spot that is closed with its toolkit, or closed already if that is.
   *
   * @param endpoints its text is asked for when a message needs it
   */
  static ParkSpot open(Opening opening, Object endpoints) {
    ParkSpot spot = new ParkSpot(opening, endpoints);
    spot.open.add(spot);
    return spot;
  }

  @Override
  public void await(String operation, BooleanSupplier condition) throws IOException {
    Waiter waiter = begin(operation);
    try {
      await(waiter, condition::getAsBoolean, operation, Timeout.NEVER);
    } finally {
      end(waiter);
    }
  }

  /** Begins a call that waits several times; {@link #end} must follow. */
  Waiter begin(String operation) throws IOException {
    if (closed) {
      throw Failures.closed(operation, endpoints.toString());
    }
    Waiter waiter = new Waiter();
    lane.begin(waiter, operation);
    waiters.add(waiter);
    return waiter;
  }

  /** Waits until a condition holds, which it returns then, or a time has come. */
  boolean await(Waiter waiter, Condition condition, String operation, long resumeAt)
      throws IOException {
    return lane.await(waiter, condition, operation, 0, resumeAt);
  }

  /** Ends a call that {@link #begin} began. */
  void end(Waiter waiter) {
    waiters.remove(waiter);
    Lane.end(waiter);
  }

  /** Nanoseconds since a call first had to wait, −1 if it has not. */
  long elapsed(Waiter waiter) {
    return lane.elapsed(waiter);
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
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    open.remove(this);
    signal();
  }

  @Override
  public boolean isClosed() {
    return closed;
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
