// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * What a {@link WriteQueue} holds, in figures; what is being written is held until that has ended.
 * Guarded by the queue's lock.
 */
final class QueueLedger {
  /** What a lent buffer or a record counts at least. */
  private static final int LEAST_CHARGE = 256;

  private final long capacityBytes;

  /** What is held counts against the capacity. */
  private long charge;

  private long queuedBytes;
  private long writtenBytes;

  /** Offers that were accepted, and those of them that are held no more. */
  private long accepted;

  private long finished;

  /** Whether an offer was refused since there was room last. */
  private boolean isRoomWanted;

  QueueLedger(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /** What an offer counts that has a block of its own; any thread may ask. */
  long chargeAlone(int size) {
    return Math.min(capacityBytes, Math.max(size, LEAST_CHARGE));
  }

  boolean hasRoom(long cost) {
    return charge + cost <= capacityBytes;
  }

  /** Whether there is room for an offer, which is refused otherwise. */
  boolean admits(long cost) {
    boolean isAdmitted = hasRoom(cost);
    isRoomWanted |= !isAdmitted;
    return isAdmitted;
  }

  /** An offer is held from now on. */
  void enter(int size, long cost) {
    charge += cost;
    queuedBytes += size;
    accepted++;
  }

  /** A block is held no more, so many bytes of which were written. */
  void leave(QueuedBlock block, int written) {
    charge -= block.charge();
    queuedBytes -= block.size();
    writtenBytes += written;
    finished += block.offers();
  }

  /** Whether there is room again that an offer was refused for; true once. */
  boolean isRoomNews() {
    boolean isNews = isRoomWanted && charge <= capacityBytes / 2;
    isRoomWanted &= !isNews;
    return isNews;
  }

  /** Whether the first so many offers are held no more. */
  boolean isFinished(long offers) {
    return finished >= offers;
  }

  long accepted() {
    return accepted;
  }

  long queuedBytes() {
    return queuedBytes;
  }

  long writtenBytes() {
    return writtenBytes;
  }
}
