// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.packetloom.platform.Transfer;

/**
 * A buffer of the pool that a read fills; lent from the first byte on until {@link #end()}. Belongs
 * to whoever has the turn it is used in.
 */
final class Lending implements Input.Vessel {
  private final BufferPool.Loan loan;

  /** Where bytes of the system go, behind room for those that are kept. */
  private int start;

  private int most;

  Lending(BufferPool.Loan loan) {
    this.loan = loan;
  }

  /** Says how many bytes to read, and how much room to leave before them. */
  void aim(int before, int bytes) {
    start = before;
    most = bytes;
  }

  @Override
  public int tryFill(Transfer from) {
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

  /** The first bytes of the buffer, for eyes only. */
  ByteBuffer view(int length) {
    return loan.borrow().view().clear().limit(length);
  }

  /** Gives the buffer back, if one is lent. */
  void end() {
    loan.giveBack();
  }
}
