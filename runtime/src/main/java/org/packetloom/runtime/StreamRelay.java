// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.NotConnectedException;
import org.packetloom.Relay;
import org.packetloom.RelayException;
import org.packetloom.StreamConnector;

/**
 * Runs the two legs of a relay.
 *
 * <p>The first leg that fails decides how the relay ends, and closes both streams, which ends the
 * other. While the calling thread has nothing more to move it waits for the other in a {@link
 * ParkSpot}, so that interrupts and the end of the toolkit reach it.
 *
 * <p><b>Idle timeout.</b> Each leg runs under an ambient deadline: when the relay will have been
 * idle for too long if nothing moves any more. One that comes upon it looks when something last
 * did, and may go on under a later one. That costs a look at the clock per portion, and works for
 * streams of every scheme.
 */
final class StreamRelay implements Relay {
  private final Loom loom;
  private final StreamConnector first;
  private final StreamConnector second;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /** Nanoseconds, 0 for no limit. */
  private long idleNanos;

  private int bufferSize = BufferPool.SIZE;

  /** Null before it runs. */
  private volatile @Nullable RelayLeg forward;

  private volatile @Nullable RelayLeg backward;

  private volatile boolean isBackwardDone;

  StreamRelay(Loom loom, StreamConnector first, StreamConnector second) {
    if (first == second) {
      throw new IllegalArgumentException("both are " + first);
    }
    for (StreamConnector each : new StreamConnector[] {first, second}) {
      if (!each.uri().isBlocking()) {
        throw new IllegalArgumentException("blocking=no: " + each.uri());
      }
    }
    this.loom = loom;
    this.first = first;
    this.second = second;
  }

  @Override
  public Relay idleTimeout(Duration timeout) {
    idleNanos = Settings.nanos(timeout);
    return this;
  }

  @Override
  public Relay bufferSize(int bytes) {
    if (bytes < 1 || bytes > 1 << 30) {
      throw new IllegalArgumentException("buffer size: " + bytes);
    }
    bufferSize = bytes;
    return this;
  }

  @Override
  public long bytes(Side from) {
    RelayLeg leg =
        switch (from) {
          case FIRST -> forward;
          case SECOND -> backward;
        };
    return leg == null ? 0 : leg.bytes();
  }

  @Override
  public void run() throws IOException {
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("this relay has run before");
    }
    RelayLeg there = leg(first, second);
    RelayLeg back = leg(second, first);
    forward = there;
    backward = back;
    String endpoints = first + " <-> " + second;
    ParkSpot spot = ParkSpot.open(loom, endpoints, policy());
    Deadline ambient = Deadline.current();
    Thread other =
        loom.threadFactory()
            .newThread(
                () ->
                    ambient.run(
                        () -> {
                          run(back, there, Side.SECOND);
                          isBackwardDone = true;
                          spot.signal();
                        }));
    try {
      other.start();
      run(there, back, Side.FIRST);
      awaitOther(spot);
    } finally {
      spot.close();
      closeBoth();
      join(other);
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private RelayLeg leg(StreamConnector from, StreamConnector to) {
    boolean isTimed = idleNanos > 0;
    boolean isOurs = from instanceof DescriptorFlow && to instanceof DescriptorFlow;
    return isOurs && bufferSize <= BufferPool.SIZE
        ? new DescriptorLeg((DescriptorFlow) from, (DescriptorFlow) to, bufferSize, isTimed)
        : new CopyingLeg(from, to, bufferSize, isTimed);
  }

  private void run(RelayLeg leg, RelayLeg opposite, Side source) {
    StreamConnector target = source == Side.FIRST ? second : first;
    try {
      if (!moveAll(leg, opposite)) {
        fail(idle());
        return;
      }
      leg.atTarget();
      target.shutdownOutput();
    } catch (NotConnectedException _) {
      // both directions of the target have ended already: there is nobody to tell
    } catch (Throwable e) {
      boolean isAtFirst = (source == Side.FIRST) != leg.isAtTarget();
      fail(new RelayException(isAtFirst ? Side.FIRST : Side.SECOND, source, bytesInAll(), e));
    } finally {
      leg.release();
    }
  }

  /** Moves bytes until the end; false if nothing moved for too long. */
  private boolean moveAll(RelayLeg leg, RelayLeg opposite) throws IOException {
    if (idleNanos == 0) {
      return toTheEnd(leg);
    }
    while (true) {
      Deadline due = idleAt(leg, opposite);
      try {
        return due.<Boolean, IOException>call(() -> toTheEnd(leg));
      } catch (ConnectorTimeoutException e) {
        if (!due.hasPassed()) {
          throw e; // a deadline of the stream or of the caller
        }
        if (idleAt(leg, opposite).hasPassed()) {
          return false;
        }
      }
    }
  }

  private static boolean toTheEnd(RelayLeg leg) throws IOException {
    boolean isMoving;
    do {
      isMoving = leg.move();
    } while (isMoving);
    return true;
  }

  /** When nothing will have moved for too long, unless something does. */
  private Deadline idleAt(RelayLeg leg, RelayLeg opposite) {
    long one = leg.movedAt();
    long other = opposite.movedAt();
    return Deadline.atNanoTime((other - one > 0 ? other : one) + idleNanos);
  }

  private ConnectorTimeoutException idle() {
    return new ConnectorTimeoutException(
        new FailureDetail("relay", first + " <-> " + second, "idle", 0, idleNanos, bytesInAll()));
  }

  private long bytesInAll() {
    return bytes(Side.FIRST) + bytes(Side.SECOND);
  }

  private void fail(IOException cause) {
    if (failure.compareAndSet(null, cause)) {
      closeBoth();
    }
  }

  private InterruptPolicy policy() {
    InterruptPolicy policy = first.interruptPolicy().forCaller();
    return policy == InterruptPolicy.DEFER ? second.interruptPolicy().forCaller() : policy;
  }

  private void awaitOther(ParkSpot spot) {
    spot.interruptPolicy(policy()); // it may have been changed since
    try {
      spot.await("relay", () -> isBackwardDone);
    } catch (IOException e) {
      fail(new RelayException(Side.SECOND, Side.SECOND, bytesInAll(), e));
    }
  }

  private void closeBoth() {
    for (StreamConnector each : new StreamConnector[] {first, second}) {
      try {
        each.close();
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      }
    }
  }

  /** Waits for the end of a thread that has nothing left to wait for. */
  private static void join(Thread other) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        other.join();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
