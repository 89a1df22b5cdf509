// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Bytes that a receive which goes on has brought and that were not read yet, buffer by buffer.
 *
 * <p>Mostly there is none or one: that lies in {@code place}, where the runner puts it if there is
 * nothing else, and from where the reader, who has the turn of the direction, takes it. Each does
 * so by a release store, after an acquire load: the runner alone fills the place, when it is empty,
 * and the reader alone empties it.
 *
 * <p>More of them the runner puts on a stack, linked by {@link ReceiveBuffers}, by compare-and-set.
 * The reader takes all of it at once when there is nothing left of what it took before, and turns
 * it over. <b>So bytes are read in their order:</b> the place is filled only while the stack is
 * empty, so what lies there is older than the stack, and younger than what the reader has taken.
 * The reader looks at the stack first: if there is something, it sees what was put into the place
 * before.
 *
 * <p>After the end the stack is CLOSED, and a buffer that comes too late goes back at once. One
 * that the runner just then puts into the place does so as well: it looks for the end once more
 * after it has told of the buffer, which takes a locked instruction.
 */
abstract sealed class UringArrivals extends UringEntry permits UringOperation {
  private static final int NONE = ReceiveBuffers.NONE;
  private static final int CLOSED = -2;

  /** Bits of what is in the place: the number of the buffer, and above it how much it holds. */
  private static final int LENGTH_SHIFT = 16;

  private static final int NUMBER = (1 << LENGTH_SHIFT) - 1;

  private static final VarHandle PLACE;
  private static final VarHandle ARRIVED;
  private static final VarHandle CAME;
  private static final VarHandle GONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PLACE = lookup.findVarHandle(UringArrivals.class, "place", int.class);
      ARRIVED = lookup.findVarHandle(UringArrivals.class, "arrived", int.class);
      CAME = lookup.findVarHandle(UringArrivals.class, "came", int.class);
      GONE = lookup.findVarHandle(UringArrivals.class, "gone", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int place = NONE; // through PLACE: length << LENGTH_SHIFT | number
  private volatile int arrived = NONE; // top of the stack
  private int came; // bytes, written by the runner; of both only the difference counts
  private int gone; // bytes, written by the reader
  private int first = NONE; // the reader's: the buffer that is being read; others are under it
  private int taken; // the reader's: bytes of that one
  private boolean wasFull; // the reader's: a buffer that was read had no room left

  // ---- the runner's

  /** Adds a buffer that was received into. */
  final void arrive(ReceiveBuffers buffers, int number, int length) {
    CAME.setOpaque(this, came + length);
    if (arrived == NONE && (int) PLACE.getAcquire(this) == NONE) {
      PLACE.setRelease(this, length << LENGTH_SHIFT | number);
      return;
    }
    buffers.length(number, length);
    while (true) {
      int top = arrived;
      if (top == CLOSED) {
        buffers.giveBack(number);
        return;
      }
      buffers.putAbove(number, top);
      if (ARRIVED.compareAndSet(this, top, number)) {
        return;
      }
    }
  }

  /** To be called after the arrival was told: gives it back if nobody will read it. */
  final void giveBackAfterEnd(ReceiveBuffers buffers) {
    if (arrived == CLOSED) {
      giveBackPlaced(buffers);
    }
  }

  // ---- any thread's

  /** How many bytes were not read yet; an estimate for who has not the turn. */
  final int unread() {
    int before = (int) GONE.getOpaque(this); // first: it never exceeds the other
    return Math.max(0, (int) CAME.getOpaque(this) - before);
  }

  // ---- the reader's

  /** Whether there are bytes to be read. */
  final boolean hasUnread() {
    return first != NONE || arrived >= 0 || (int) PLACE.getAcquire(this) != NONE;
  }

  /** Whether a buffer that was read since this was last asked had no room left. */
  final boolean takeFull() {
    boolean was = wasFull;
    wasFull = false;
    return was;
  }

  /** The buffer to read from, if there is one. */
  private int first(ReceiveBuffers buffers) {
    if (first == NONE) {
      boolean areMore = arrived >= 0; // before the place
      int placed = takePlaced(buffers);
      first = placed == NONE && areMore ? takeArrived(buffers) : placed;
    }
    return first;
  }

  /** Takes what is in the place, and notes how much it is. */
  private int takePlaced(ReceiveBuffers buffers) {
    int placed = (int) PLACE.getAcquire(this);
    if (placed == NONE) {
      return NONE;
    }
    PLACE.setRelease(this, NONE);
    int number = placed & NUMBER;
    buffers.length(number, placed >>> LENGTH_SHIFT);
    buffers.putAbove(number, NONE);
    return number;
  }

  /** Takes the stack, which is not empty; the oldest buffer is its top then. */
  private int takeArrived(ReceiveBuffers buffers) {
    return buffers.turnOver((int) ARRIVED.getAndSet(this, NONE));
  }

  /** Reads what there is, as far as there is room; 0 if there is nothing. */
  final int read(ReceiveBuffers buffers, byte[] destination, int offset, int length) {
    int placed = (int) PLACE.getAcquire(this);
    int most = placed >>> LENGTH_SHIFT;
    if (first == NONE && placed != NONE && most <= length) { // mostly
      PLACE.setRelease(this, NONE);
      int number = placed & NUMBER;
      buffers.copy(number, 0, destination, offset, most);
      wasFull |= most == ReceiveBuffers.SIZE;
      GONE.setOpaque(this, gone + most);
      buffers.giveBack(number);
      return most;
    }
    int moved = 0;
    while (moved < length && first(buffers) != NONE) {
      int count = Math.min(buffers.length(first) - taken, length - moved);
      buffers.copy(first, taken, destination, offset + moved, count);
      take(buffers, count);
      moved += count;
    }
    return moved;
  }

  /** The same into a buffer from its position on, which stays. */
  final int read(ReceiveBuffers buffers, ByteBuffer destination) {
    int moved = 0;
    while (moved < destination.remaining() && first(buffers) != NONE) {
      int count = Math.min(buffers.length(first) - taken, destination.remaining() - moved);
      buffers.copy(first, taken, destination, moved, count);
      take(buffers, count);
      moved += count;
    }
    return moved;
  }

  /** Copies what there is, as far as there is room, and leaves it; 0 if there is nothing. */
  final int peek(ReceiveBuffers buffers, ByteBuffer destination) {
    join(buffers);
    int moved = 0;
    int from = taken;
    int number = first;
    while (number != NONE && moved < destination.remaining()) {
      int count = Math.min(buffers.length(number) - from, destination.remaining() - moved);
      buffers.copy(number, from, destination, moved, count);
      moved += count;
      from = 0;
      number = buffers.under(number);
    }
    return moved;
  }

  /** Puts what has arrived since under what is being read. */
  private void join(ReceiveBuffers buffers) {
    int last = first(buffers);
    while (last != NONE && !buffers.isLast(last)) {
      last = buffers.under(last);
    }
    boolean areMore = arrived >= 0; // before the place
    int placed = last == NONE ? NONE : takePlaced(buffers);
    if (placed != NONE) {
      buffers.putAbove(last, placed);
      last = placed;
    }
    if (last != NONE && areMore) {
      buffers.putAbove(last, takeArrived(buffers));
    }
  }

  /** The only buffer that there is, untouched and not longer than that; negative otherwise. */
  final int only(ReceiveBuffers buffers, int most) {
    boolean isOnly = first(buffers) != NONE && taken == 0 && buffers.isLast(first);
    boolean areMore = arrived >= 0 || (int) PLACE.getAcquire(this) != NONE;
    return isOnly && !areMore && buffers.length(first) <= most ? first : NONE;
  }

  /** Is done with bytes of the buffer that is read next. */
  final void take(ReceiveBuffers buffers, int count) {
    taken += count;
    GONE.setOpaque(this, gone + count);
    int length = buffers.length(first);
    if (taken == length) {
      wasFull |= length == ReceiveBuffers.SIZE;
      int read = first;
      first = buffers.under(read);
      taken = 0;
      buffers.giveBack(read);
    }
  }

  /** Nobody reads any more; called once the receive has ended, or will find nobody. */
  final void close(ReceiveBuffers buffers) {
    int left = (int) ARRIVED.getAndSet(this, CLOSED);
    giveBackPlaced(buffers);
    giveBack(buffers, left);
    giveBack(buffers, first);
    first = NONE;
  }

  /** Gives back what is in the place, after the end; the runner may be doing so, too. */
  private void giveBackPlaced(ReceiveBuffers buffers) {
    int placed = (int) PLACE.getAndSet(this, NONE);
    if (placed != NONE) {
      buffers.giveBack(placed & NUMBER);
    }
  }

  private static void giveBack(ReceiveBuffers buffers, int top) {
    int number = top;
    while (number >= 0) {
      int under = buffers.under(number);
      buffers.giveBack(number);
      number = under;
    }
  }
}
