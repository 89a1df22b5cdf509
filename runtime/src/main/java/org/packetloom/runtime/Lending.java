// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Transfer;

/**
 * A buffer of the pool that a read fills; lent from the first byte on until {@link #end()}. Belongs
 * to whoever has the turn it is used in.
 *
 * <p>Where bytes have been read into memory of the poller already, and its owner allows it, that
 * memory is lent instead. It goes back when {@link #rest} or {@link #end()} comes first; the turn
 * lasts until then, and so do the descriptor and the poller.
 */
final class Lending implements Input.Vessel {
  private static final byte[] NONE = {};

  private final BufferPool.Loan loan;

  /** Where bytes of the system go, behind room for those that are kept. */
  private int start;

  private int most;

  /** Whether memory of the poller will do. */
  private boolean isForEyes;

  /** Whose memory is lent in place of the pool's; null if none is. */
  private @Nullable Transfer lender;

  /** The memory of {@link #lender}. */
  private ByteBuffer lent = Transfer.NOTHING;

  Lending(BufferPool.Loan loan) {
    this.loan = loan;
  }

  /** Says how many bytes to read, and how much room to leave before them. */
  void aim(int before, int bytes) {
    start = before;
    most = bytes;
    isForEyes = false;
  }

  /** As above, for bytes that will only be looked at: by {@link #view} and {@link #rest}. */
  void aimForEyes(int bytes) {
    aim(0, bytes);
    isForEyes = true;
  }

  @Override
  public int tryFill(Transfer from) {
    if (isForEyes) {
      ByteBuffer known = from.lend(most);
      if (known.hasRemaining()) {
        lent = known;
        lender = from;
        return known.remaining();
      }
    }
    ByteBuffer memory = loan.borrow().memory();
    memory.limit(start + most).position(start);
    int result = from.tryRead(memory);
    if (result <= 0) {
      loan.giveBack();
    }
    return result;
  }

  @Override
  public int takeFrom(Ahead kept) {
    ByteBuffer memory = loan.borrow().memory();
    memory.limit(start + most).position(start);
    return kept.take(memory);
  }

  @Override
  public int room() {
    return most;
  }

  /** The bytes that were read. */
  ByteBuffer filled(int length) {
    return loan.borrow().memory().limit(start + length).position(start);
  }

  /** All memory of the buffer that is lent, or is from now on. */
  ByteBuffer memory() {
    return loan.borrow().memory().clear();
  }

  /** The first bytes of what is lent, for eyes only. */
  ByteBuffer view(int length) {
    return lender != null
        ? lent
        : loan.borrow().view().clear().limit(length).order(ByteOrder.BIG_ENDIAN);
  }

  /** A copy of those of the first bytes that were not taken; the view is over. */
  byte[] rest(int taken, int length) {
    Transfer from = lender;
    if (from != null) {
      endLending(from, taken);
    }
    byte[] rest = taken == length ? NONE : new byte[length - taken];
    if (from == null) {
      memory().get(taken, rest);
    } else if (rest.length > 0) {
      int unused = from.tryRead(rest, 0, rest.length); // all of them, as they are there
    }
    return rest;
  }

  private void endLending(Transfer from, int taken) {
    lender = null;
    lent = Transfer.NOTHING;
    from.endLending(taken);
  }

  /** Gives back what is lent, if anything is. */
  void end() {
    Transfer from = lender;
    if (from != null) {
      endLending(from, 0);
    }
    loan.giveBack();
  }
}
