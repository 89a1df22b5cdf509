// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Transfer;

/**
 * What a descriptor has for each of its directions: a {@link Lane} to wait in, and a count of
 * bytes.
 *
 * <p>Most connections never wait to write, so the lane for that is made when it is first needed.
 * <b>Why no wake-up is lost by it:</b> a thread that is to wait publishes the lane before it
 * announces itself there, and looks at the condition after; whoever wakes changes the condition
 * before it looks for the lane. All of it is volatile: a waker that finds no lane has changed the
 * condition before the waiter looks. What is set for a direction without a lane makes one.
 */
abstract class Directions implements LaneOwner {
  private static final VarHandle WRITING;
  private static final VarHandle LIMITS;
  private static final VarHandle BYTES_READ;
  private static final VarHandle BYTES_WRITTEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WRITING = lookup.findVarHandle(Directions.class, "writing", Lane.class);
      LIMITS = lookup.findVarHandle(Directions.class, "limits", int.class);
      BYTES_READ = lookup.findVarHandle(Directions.class, "bytesRead", long.class);
      BYTES_WRITTEN = lookup.findVarHandle(Directions.class, "bytesWritten", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Lane reading = new Lane(this, Transfer.READ);

  /** Null until first needed; made once, by any thread, through WRITING. */
  private volatile @Nullable Lane writing;

  /** Directions that ever had a deadline; any thread's, through LIMITS. */
  private volatile int limits;

  /** Bytes moved so far; written by the turn's holder, read by any thread through BYTES. */
  private long bytesRead;

  private long bytesWritten;

  // whether the call in progress has put something into the waiter of its lane; the holder's
  private boolean readerUsesWaiter;
  private boolean writerUsesWaiter;

  // ---- lanes

  final Lane lane(int direction) {
    if (direction == Transfer.READ) {
      return reading;
    }
    Lane known = writing;
    return known == null ? makeWriting() : known;
  }

  private Lane makeWriting() {
    Lane made = new Lane(this, Transfer.WRITE);
    Lane before = (Lane) WRITING.compareAndExchange(this, null, made);
    return before == null ? made : before;
  }

  /** The lane if there is any: nobody waits in one that is not, and nothing was set for it. */
  private @Nullable Lane knownLane(int direction) {
    return direction == Transfer.READ ? reading : writing;
  }

  /** Wakes the turn's holder, if it waits. */
  final void wakeHolder(int direction) {
    Lane known = knownLane(direction);
    if (known != null) {
      known.wake();
    }
  }

  /** As {@link Lane#timeoutNanos}. */
  final void timeoutNanos(int direction, long nanos) {
    if (nanos != 0 || knownLane(direction) != null) {
      lane(direction).timeoutNanos(nanos);
    }
  }

  /** As {@link Lane#isAwaited}. */
  final boolean isAwaited(int direction) {
    Lane known = knownLane(direction);
    return known != null && known.isAwaited();
  }

  /** As {@link Lane#parked(Waiter)}, of the turn's holder. */
  final Optional<Parked> parkedHolder(int direction) {
    Lane known = knownLane(direction);
    return known == null ? Optional.empty() : known.parked(known);
  }

  /** Nanoseconds since the turn's holder first had to wait, −1 if it has not. */
  final long elapsed(int direction) {
    Lane known = knownLane(direction);
    return known == null ? -1 : known.elapsed(known);
  }

  @Override
  public final void limited(int direction) {
    int unused = (int) LIMITS.getAndBitwiseOr(this, direction);
  }

  /** Whether a direction ever had a deadline. */
  final boolean isLimited(int direction) {
    return (limits & direction) != 0;
  }

  @Override
  public final void usesWaiter(int direction) {
    if (direction == Transfer.READ) {
      readerUsesWaiter = true;
    } else {
      writerUsesWaiter = true;
    }
  }

  /** Ends a call of the turn's holder. */
  final void endWaiter(int direction) {
    if (direction == Transfer.READ) {
      if (readerUsesWaiter) {
        readerUsesWaiter = false;
        reading.end(reading);
      }
    } else if (writerUsesWaiter) {
      writerUsesWaiter = false;
      Lane lane = lane(direction);
      lane.end(lane);
    }
  }

  // ---- bytes

  /** Counts bytes that the reader has moved. */
  final void countRead(long moved) {
    BYTES_READ.setOpaque(this, bytesRead + moved);
  }

  /** Counts bytes that the writer has moved; its rolling timeout counts from the last of them. */
  final void countWritten(long moved) {
    BYTES_WRITTEN.setOpaque(this, bytesWritten + moved);
    if (writerUsesWaiter) {
      rollAnew(Transfer.WRITE);
    }
  }

  /** The rolling timeout of a direction counts from the next wait of the turn's holder. */
  final void rollAnew(int direction) {
    Lane known = knownLane(direction);
    if (known != null) {
      known.rollsFrom = 0;
    }
  }

  /** All bytes moved so far in a direction. */
  final long bytes(int direction) {
    VarHandle counter = direction == Transfer.READ ? BYTES_READ : BYTES_WRITTEN;
    return (long) counter.getOpaque(this);
  }
}
