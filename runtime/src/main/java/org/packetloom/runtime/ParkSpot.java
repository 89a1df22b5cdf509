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
  private final String endpoints;
  private final Lane lane = new Lane(this, Transfer.READ);
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  private volatile InterruptPolicy policy;
  private volatile boolean closed;

  private ParkSpot(Loom loom, String endpoints, InterruptPolicy policy) {
    this.open = loom.connectors();
    this.timers = loom.engine().timers();
    this.endpoints = endpoints;
    this.policy = policy;
  }

  /** Makes a spot that is closed with its toolkit, or closed already if that is. */
  static ParkSpot open(Opening opening, String endpoints) {
    return open(opening.loom(), endpoints, opening.interruptPolicy());
  }

  /** Makes a spot that is closed with its toolkit, or closed already if that is. */
  static ParkSpot open(Loom loom, String endpoints, InterruptPolicy policy) {
    ParkSpot spot = new ParkSpot(loom, endpoints, policy);
    spot.open.add(spot);
    return spot;
  }

  @Override
  public void await(String operation, BooleanSupplier condition) throws IOException {
    if (closed) {
      throw Failures.closed(operation, endpoints);
    }
    Waiter waiter = new Waiter();
    lane.begin(waiter, operation);
    waiters.add(waiter);
    try {
      lane.await(waiter, condition::getAsBoolean, operation, 0);
    } finally {
      waiters.remove(waiter);
      Lane.end(waiter);
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
    return endpoints;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public String toString() {
    return endpoints;
  }
}
