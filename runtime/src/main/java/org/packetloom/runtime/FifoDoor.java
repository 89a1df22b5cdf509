// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Accepts at a pipe with a name: finds out when somebody has opened its other end.
 *
 * <p>A pipe has one queue of bytes, so there is one connection at a time: while one is open an
 * attempt is pending, and its end tells the event.
 *
 * <p>It keeps a reading end open all the time, the keeper, which is never read from: so writers can
 * open the pipe at any time, and what they write stays there until it is accepted, even if they
 * have left by then. Each connection gets a fresh reading end, for an old one would tell the
 * hang-up of writers of the past. A writer is there if the fresh end has something to read or hangs
 * up, of which the poller tells; or if a read finds that somebody could write, of which nobody
 * tells, so that a timer has it looked for, every 50 ms at most.
 *
 * <p>Fields without a guard belong to whoever has the turn to accept.
 */
final class FifoDoor extends StandInTransfer {
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;

  private final Engine engine;
  private final ForeignDescriptors foreign;
  private final byte[] path;
  private final int keeper;
  private final Readiness readiness;
  private final byte[] single = new byte[1];
  private final Timeout retry;

  /** Whether a connection is open; cleared by whoever ends it. */
  private volatile boolean isBusy;

  /** A reading end that no writer was found at yet, null if none is open. */
  private @Nullable Transfer candidate;

  /** What was read from the end that was accepted last, −1 for nothing. */
  private int firstByte = -1;

  private boolean isRegistered;
  private long pause = FIRST_PAUSE_NANOS;

  /** A door over a reading end that is kept open, and owned from now on. */
  FifoDoor(Engine engine, byte[] path, int keeper, Readiness readiness) {
    this.engine = engine;
    this.foreign = engine.platform().foreign();
    this.path = path;
    this.keeper = keeper;
    this.readiness = readiness;
    this.retry =
        new Timeout() {
          @Override
          void expired() {
            readiness.ready(READ);
          }
        };
  }

  /** The last accepted connection has ended. */
  void left() {
    isBusy = false;
    readiness.ready(READ);
  }

  /** A byte that was read from the end accepted last, −1 if none was. */
  int firstByte() {
    return firstByte;
  }

  @Override
  public int descriptor() {
    return keeper;
  }

  @Override
  public int register() {
    isRegistered = true;
    Transfer waiting = candidate;
    int result = waiting == null ? 0 : waiting.register();
    arm();
    return result;
  }

  @Override
  public int arm(int wanted, int most) {
    Transfer waiting = candidate;
    return waiting == null || waiting.isPersistent(READ) ? 0 : waiting.arm(READ, 0);
  }

  @Override
  public boolean isPersistent(int direction) {
    Transfer waiting = candidate;
    return waiting == null || waiting.isPersistent(direction);
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    if (isBusy) {
      return NOT_READY;
    }
    int result = tryAcceptWriter();
    if (result == NOT_READY) {
      waitSome();
    } else if (result >= 0) {
      isBusy = true;
      pause = FIRST_PAUSE_NANOS;
    }
    return result;
  }

  private int tryAcceptWriter() {
    Transfer end = candidate;
    if (end == null) {
      int descriptor = foreign.openEnd(path, READ);
      if (descriptor < 0) {
        return descriptor;
      }
      end = attach(descriptor);
      candidate = end;
      int result = isRegistered ? end.register() : 0;
      if (result < 0) {
        return result;
      }
    }
    firstByte = -1;
    int now = foreign.readiness(end.descriptor());
    if (now < 0) {
      return now;
    }
    if ((now & (Readiness.READABLE | Readiness.HANGUP)) == 0) {
      int n = end.tryRead(single, 0, 1);
      if (n == 0) {
        return NOT_READY; // nobody has opened the other end
      }
      if (n > 0) {
        firstByte = single[0] & 0xff;
      } else if (n != NOT_READY) {
        return n;
      }
    }
    candidate = null;
    end.deregister(true); // the descriptor stays open
    return end.descriptor();
  }

  private Transfer attach(int descriptor) {
    try {
      return engine.attach(descriptor, DescriptorKind.PIPE, readiness);
    } catch (Throwable e) {
      close(descriptor);
      throw e;
    }
  }

  private void waitSome() {
    if (isRegistered) {
      arm();
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private void arm() {
    retry.arm(engine.timers().now() + pause, engine.timers());
  }

  private void close(int descriptor) {
    int unused = engine.platform().descriptors().close(descriptor); // it is gone whatever it says
  }

  @Override
  public void deregister(boolean isShared) {
    retry.disarm();
    Transfer waiting = candidate;
    if (waiting != null) {
      waiting.deregister(isShared);
      close(waiting.descriptor());
    }
  }
}
