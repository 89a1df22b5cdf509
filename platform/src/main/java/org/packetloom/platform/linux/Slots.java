// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The registered transfers of a poller, found by the tag that events carry. Safe for use by any
 * thread.
 *
 * <p>Bits of a tag: 0..31 the slot, from 0 on; 32..63 the generation, a number that counts
 * registrations. A slot is used again, a tag is not (before four thousand million registrations
 * have passed between gathering an event and telling it), so an event of a transfer that is gone
 * finds nobody.
 *
 * <p>The table is written under the lock and read without: elements are published before the kernel
 * learns the tag, and a table that grew before the kernel learns a tag that needs it.
 */
final class Slots<T extends ReactorTransfer> {
  private static final int INITIAL_CAPACITY = 64;

  private final ReentrantLock tableLock = new ReentrantLock();
  private volatile AtomicReferenceArray<@Nullable T> table = // replaced under tableLock
      new AtomicReferenceArray<>(INITIAL_CAPACITY);
  private int[] free = new int[INITIAL_CAPACITY]; // guarded by tableLock; a stack of slots
  private int freeCount; // guarded by tableLock
  private int used; // guarded by tableLock; slots from here on were never used
  private int generation; // guarded by tableLock
  private @Nullable Throwable failure; // guarded by tableLock; null while the poller works

  /** The slot in a tag. */
  static int slot(long tag) {
    return (int) tag;
  }

  /**
   * Adds a transfer and gives it its tag.
   *
   * @return false if the poller has failed, which the transfer has been told then
   */
  boolean add(T transfer) {
    Throwable cause;
    tableLock.lock();
    try {
      cause = failure;
      if (cause == null) {
        int slot = takeSlot();
        transfer.tag((long) generation++ << 32 | slot);
        table.set(slot, transfer);
      }
    } finally {
      tableLock.unlock();
    }
    if (cause != null) {
      transfer.readiness().failed(cause);
    }
    return cause == null;
  }

  /**
   * Removes a transfer.
   *
   * @return whether it was there
   */
  boolean remove(T transfer) {
    tableLock.lock();
    try {
      long tag = transfer.tag();
      if (tag == ReactorTransfer.NO_TAG || table.get(slot(tag)) != transfer) {
        return false;
      }
      table.set(slot(tag), null);
      free[freeCount++] = slot(tag);
      return true;
    } finally {
      tableLock.unlock();
    }
  }

  /** The transfer with a tag; null if it is gone. */
  @Nullable T find(long tag) {
    AtomicReferenceArray<@Nullable T> current = table;
    int slot = slot(tag);
    T transfer = slot >= 0 && slot < current.length() ? current.get(slot) : null;
    return transfer != null && transfer.tag() == tag ? transfer : null;
  }

  /**
   * Tells every transfer, and each one added later, that the poller failed; only the first counts.
   */
  void fail(Throwable cause) {
    List<T> all;
    while (!tableLock.tryLock()) { // a thread queued up before may need the caller to carry it
      Thread.yield();
    }
    try {
      if (failure != null) {
        return;
      }
      failure = cause;
      all = transfers();
    } finally {
      tableLock.unlock();
    }
    all.forEach(transfer -> transfer.readiness().failed(cause));
  }

  /** Forgets all transfers, so that removing them has no effect. */
  void clear() {
    tableLock.lock();
    try {
      for (int slot = 0; slot < used; slot++) {
        table.set(slot, null);
      }
    } finally {
      tableLock.unlock();
    }
  }

  private int takeSlot() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (used == free.length) {
      grow();
    }
    return used++;
  }

  private void grow() {
    AtomicReferenceArray<@Nullable T> larger = new AtomicReferenceArray<>(2 * used);
    for (int slot = 0; slot < used; slot++) {
      larger.setPlain(slot, table.get(slot));
    }
    table = larger;
    free = Arrays.copyOf(free, 2 * used);
  }

  private List<T> transfers() {
    List<T> all = new ArrayList<>();
    for (int slot = 0; slot < used; slot++) {
      T transfer = table.get(slot);
      if (transfer != null) {
        all.add(transfer);
      }
    }
    return all;
  }
}
