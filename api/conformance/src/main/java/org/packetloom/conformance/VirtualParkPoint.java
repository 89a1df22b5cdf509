// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.spi.ParkPoint;

/**
 * A park point in virtual time: deadlines and timeouts are kept here and looked at on the virtual
 * clock, all else is done by a real park point that has none.
 *
 * <p>A call that has to wait enters itself with the clock, and then looks at the time. The clock
 * moves first, and then has all who entered look again. So either the call sees the new time, or
 * the clock sees the call.
 */
final class VirtualParkPoint implements ParkPoint {
  private final ParkPoint real;
  private final String endpoints;
  private final VirtualClock clock;

  private volatile Deadline deadline = Deadline.NONE;

  /** Zero for no limit. */
  private volatile long timeoutNanos;

  VirtualParkPoint(ParkPoint real, String endpoints, VirtualClock clock) {
    this.real = real;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  @Override
  public void await(String operation, BooleanSupplier condition) throws IOException {
    try (Call call = begin(operation)) {
      call.await(condition, 0);
    }
  }

  @Override
  public Call begin(String operation) throws IOException {
    VirtualCall call = new VirtualCall(real.begin(operation), operation);
    if (call.isPast(deadline.earliest(call.ambient))) {
      call.close();
      throw call.timedOut(0);
    }
    return call;
  }

  /** A call of one thread. */
  final class VirtualCall implements Call {
    private final Call call;
    private final String operation;
    private final Deadline ambient = Deadline.current();

    /** Written by the thread of the call, and read by those that move the clock. */
    private volatile boolean hasWaited;

    private volatile long since;
    private volatile boolean isRolling;
    private volatile long rollsFrom;

    private VirtualCall(Call call, String operation) {
      this.call = call;
      this.operation = operation;
    }

    @Override
    public void await(BooleanSupplier condition, long bytesMoved) throws IOException {
      noteWait();
      try {
        boolean[] isOver = new boolean[1]; // what held may hold no more when it is looked at again
        call.await(() -> condition.getAsBoolean() || (isOver[0] = isOver()), bytesMoved);
        if (isOver[0]) {
          throw timedOut(bytesMoved);
        }
      } finally {
        clock.leave(this);
      }
    }

    private boolean isOver() {
      clock.enter(this);
      return isPast(deadline());
    }

    private boolean isPast(Deadline due) {
      return due.isLimited() && due.nanoTime() - clock.nanoTime() <= 0;
    }

    private void noteWait() {
      if (!isRolling) {
        rollsFrom = clock.nanoTime();
        isRolling = true;
      }
      if (!hasWaited) {
        since = rollsFrom;
        hasWaited = true;
      }
    }

    private ConnectorTimeoutException timedOut(long bytesMoved) {
      return new ConnectorTimeoutException(
          new FailureDetail(operation, endpoints, "timed out", 0, elapsedNanos(), bytesMoved));
    }

    /** Has the call look at the time again. */
    void look() {
      real.signal();
    }

    @Override
    public Deadline deadline() {
      Deadline due = deadline.earliest(ambient);
      long nanos = timeoutNanos;
      if (nanos == 0) {
        return due;
      }
      long from = isRolling ? rollsFrom : clock.nanoTime();
      return due.earliest(Deadline.atNanoTime(from + nanos));
    }

    @Override
    public void progress() {
      isRolling = false;
    }

    @Override
    public long elapsedNanos() {
      return hasWaited ? clock.nanoTime() - since : -1;
    }

    @Override
    public void close() {
      call.close();
    }
  }

  @Override
  public void signal() {
    real.signal();
  }

  @Override
  public void deadline(Deadline changed) {
    deadline = changed;
    signal();
  }

  @Override
  public void timeout(Duration changed) {
    if (changed.isNegative()) {
      throw new IllegalArgumentException("timeout " + changed + " is negative");
    }
    timeoutNanos = Ticker.nanos(changed);
    signal();
  }

  @Override
  public void interruptPolicy(InterruptPolicy policy) {
    real.interruptPolicy(policy);
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public void onClose(Runnable action) {
    real.onClose(action);
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public String toString() {
    return endpoints + " in virtual time";
  }
}
