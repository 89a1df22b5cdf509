// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * One end of a pipe with a name, opened by the first attempt to use it.
 *
 * <p><b>Writing.</b> The writing end cannot be opened before somebody reads, and no event tells
 * when that is; a thread that waits inside of open(2) could not be woken. So an attempt opens
 * without waiting, and if nobody reads it is pending: a timer tells the event, after 1 ms and then
 * after twice as long each time, up to 50 ms. The timer is armed from {@link #register} on, as
 * readiness of before is forgotten then, and nobody waits earlier.
 *
 * <p><b>Reading.</b> The reading end opens at any time, and a read gives nothing, just as at the
 * end, until the first writer has come. It is the end only if there was a writer: one that this end
 * has read from, or found waiting to write, or whose leaving the system remembers as a hang-up. The
 * end is told as long as no writer is there; bytes of a later one follow it.
 *
 * <p>Fields without a guard belong to whoever has the turn of the direction.
 */
final class FifoEnd extends StandInTransfer {
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;
  private static final int NOTHING = -1;

  private final Engine engine;
  private final ForeignDescriptors foreign;
  private final byte[] path;
  private final int direction;
  private final Readiness readiness;
  private final Runnable whenGone;
  private final Retry retry;

  /** The open end, null before; written by whoever has the turn. */
  private volatile @Nullable Transfer open;

  private boolean isRegistered;
  private boolean hadWriter;

  /** A byte that was read to find out whether a writer is there; {@link #NOTHING} if none. */
  private volatile int firstByte = NOTHING; // written by whoever has the turn

  private boolean hadFirstByte;
  private long pause = FIRST_PAUSE_NANOS;

  /** Tells the event that the system does not. */
  private final class Retry extends Timeout {
    @Override
    void expired() {
      readiness.ready(direction);
    }
  }

  /**
   * An end that is not open yet.
   *
   * @param whenGone is run when the end is closed
   */
  FifoEnd(Engine engine, byte[] path, int direction, Readiness readiness, Runnable whenGone) {
    this.engine = engine;
    this.foreign = engine.platform().foreign();
    this.path = path;
    this.direction = direction;
    this.readiness = readiness;
    this.whenGone = whenGone;
    this.retry = new Retry();
  }

  /** Takes over a reading end that a writer was found at, and what was read of it so far. */
  void open(int descriptor, int first) {
    hadWriter = true;
    firstByte = first;
    hadFirstByte = first != NOTHING;
    open = engine.attach(descriptor, DescriptorKind.PIPE, readiness);
  }

  /** Opens the end if it is not open; 0, NOT_READY or the negated error number. */
  int tryOpen() {
    if (open != null) {
      return 0;
    }
    int descriptor = foreign.openEnd(path, direction);
    if (descriptor < 0) {
      return descriptor == NOT_READY ? pending() : descriptor;
    }
    Transfer opened;
    try {
      opened = engine.attach(descriptor, DescriptorKind.PIPE, readiness);
    } catch (Throwable e) {
      int unused = engine.platform().descriptors().close(descriptor); // the throwable matters
      throw e;
    }
    open = opened;
    return isRegistered ? opened.register() : 0;
  }

  private int pending() {
    if (isRegistered) {
      arm();
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
    return NOT_READY;
  }

  private void arm() {
    retry.arm(engine.timers().now() + pause, engine.timers());
  }

  @Override
  public int descriptor() {
    Transfer opened = open;
    return opened == null ? -1 : opened.descriptor();
  }

  @Override
  public int register() {
    isRegistered = true;
    Transfer opened = open;
    if (opened != null) {
      return opened.register();
    }
    arm();
    return 0;
  }

  @Override
  public boolean isPersistent(int direction) {
    Transfer opened = open;
    return opened == null || opened.isPersistent(direction);
  }

  @Override
  public int arm(int wanted, int most) {
    Transfer opened = open;
    return opened == null ? 0 : opened.arm(wanted, 0);
  }

  @Override
  public boolean isDrainedByShortRead() {
    Transfer opened = open;
    return opened != null && !hadFirstByte && opened.isDrainedByShortRead();
  }

  // ---- reading

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    int result = tryOpen();
    Transfer opened = open;
    if (result != 0 || opened == null) {
      return result;
    }
    if (firstByte != NOTHING) {
      destination[offset] = takeFirstByte();
      return 1;
    }
    int count = opened.tryRead(destination, offset, length);
    return judged(isDoubtful(count) ? opened.tryRead(destination, offset, length) : count);
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    int result = tryOpen();
    Transfer opened = open;
    if (result != 0 || opened == null) {
      return result;
    }
    if (firstByte != NOTHING) {
      destination.put(destination.position(), takeFirstByte());
      return 1;
    }
    int count = opened.tryRead(destination);
    return judged(isDoubtful(count) ? opened.tryRead(destination) : count);
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    int result = tryOpen();
    Transfer opened = open;
    if (result != 0 || opened == null) {
      return result;
    }
    if (firstByte != NOTHING) {
      int first = offset;
      while (!destinations[first].hasRemaining()) {
        first++;
      }
      destinations[first].put(destinations[first].position(), takeFirstByte());
      return 1;
    }
    int moved = opened.tryRead(destinations, offset, count);
    return judged(isDoubtful(moved) ? opened.tryRead(destinations, offset, count) : moved);
  }

  private byte takeFirstByte() {
    byte taken = (byte) firstByte;
    firstByte = NOTHING;
    return taken;
  }

  @Override
  public int held() {
    return hasFirstByte() ? 1 : 0;
  }

  /** Whether a byte waits to be read that is not in the pipe any more. */
  boolean hasFirstByte() {
    return firstByte != NOTHING;
  }

  /** The transfer of the open end, null before. */
  @Nullable Transfer opened() {
    return open;
  }

  @Override
  public StreamTransfer stream() {
    return new FifoStreamTransfer(this);
  }

  /**
   * Whether to read again, after the first read that gave nothing at a pipe whose writer has left:
   * it may have come, written and left since.
   */
  boolean isDoubtful(int result) {
    if (result != 0 || hadWriter || !hasHungUp()) {
      return false;
    }
    hadWriter = true;
    return true;
  }

  /** Tells the end from a pipe that nobody has written to yet. */
  int judged(int result) {
    if (result > 0 || result == NOT_READY) {
      hadWriter = true;
      return result;
    }
    return result == 0 && !hadWriter ? NOT_READY : result;
  }

  private boolean hasHungUp() {
    int now = foreign.readiness(descriptor());
    return now > 0 && (now & Readiness.HANGUP) != 0;
  }

  // ---- writing

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    int result = tryOpen();
    Transfer opened = open;
    return result != 0 || opened == null ? result : opened.tryWrite(source, offset, length);
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    int result = tryOpen();
    Transfer opened = open;
    return result != 0 || opened == null ? result : opened.tryWrite(source);
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    int result = tryOpen();
    Transfer opened = open;
    return result != 0 || opened == null ? result : opened.tryWrite(sources, offset, count);
  }

  @Override
  public int cancel(int wanted) {
    Transfer opened = open;
    return opened == null ? 0 : opened.cancel(wanted);
  }

  @Override
  public void deregister(boolean isShared) {
    retry.disarm();
    Transfer opened = open;
    if (opened != null) {
      opened.deregister(isShared);
    }
    whenGone.run();
  }
}
