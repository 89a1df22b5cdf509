// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.SpinLock;

/**
 * What is registered at a poller, found by the tag that events carry. Safe for use by any thread.
 *
 * <p>Bits of a tag: 0..31 the slot, from 0 on; 32..63 the generation, a number that counts
 * registrations. A slot is used again, a tag is not (before four thousand million registrations
 * have passed between gathering an event and telling it), so an event of one that is gone finds
 * nobody.
 *
 * <p>The table is written under the lock and read without: elements are published before the kernel
 * learns the tag, and a table that grew before the kernel learns a tag that needs it.
 */
public final class Slots {
  private static final int INITIAL_CAPACITY = 64;

  private final SpinLock tableLock = new SpinLock();
  private volatile AtomicReferenceArray<@Nullable Attached> table = // replaced under tableLock
      new AtomicReferenceArray<>(INITIAL_CAPACITY);
  private int[] free = new int[INITIAL_CAPACITY]; // guarded by tableLock; a stack of slots
  private int freeCount; // guarded by tableLock
  private int used; // guarded by tableLock; slots from here on were never used
  private int generation; // guarded by tableLock
  private @Nullable Throwable failure; // guarded by tableLock; null while the poller works

  /** The slot in a tag. */
  public static int slot(long tag) {
    return (int) tag;
  }

  /**
   * Adds one and gives it its tag.
   *
   * @return false if the poller has failed, which it has been told then
   */
  public boolean add(Attached attached) {
    Throwable cause;
    tableLock.lock();
    try {
      cause = failure;
      if (cause == null) {
        int slot = takeSlot();
        attached.tag((long) generation++ << 32 | slot);
        table.setRelease(slot, attached);
      }
    } finally {
      tableLock.unlock();
    }
    if (cause != null) {
      attached.failed(cause);
    }
    return cause == null;
  }

  /**
   * Removes one.
   *
   * @return whether it was there
   */
  public boolean remove(Attached attached) {
    tableLock.lock();
    try {
      long tag = attached.tag();
      if (tag == Attached.NO_TAG || table.get(slot(tag)) != attached) {
        return false;
      }
      table.setRelease(slot(tag), null);
      free[freeCount++] = slot(tag);
      return true;
    } finally {
      tableLock.unlock();
    }
  }

  /** The one with a tag; null if it is gone. */
  public @Nullable Attached find(long tag) {
    AtomicReferenceArray<@Nullable Attached> current = table;
    int slot = slot(tag);
    Attached attached = slot >= 0 && slot < current.length() ? current.get(slot) : null;
    return attached != null && attached.tag() == tag ? attached : null;
  }

  /** Whether one is there. */
  public boolean has(Attached attached) {
    return find(attached.tag()) == attached;
  }

  /** Those that are there. */
  public List<Attached> attached() {
    tableLock.lock();
    try {
      return all();
    } finally {
      tableLock.unlock();
    }
  }

  /** Tells all, and each one added later, that the poller failed; only the first counts. */
  public void fail(Throwable cause) {
    List<Attached> all;
    tableLock.lock();
    try {
      if (failure != null) {
        return;
      }
      failure = cause;
      all = all();
    } finally {
      tableLock.unlock();
    }
    all.forEach(attached -> attached.failed(cause));
  }

  /** Forgets all, so that removing them has no effect. */
  public void clear() {
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
    AtomicReferenceArray<@Nullable Attached> larger = new AtomicReferenceArray<>(2 * used);
    for (int slot = 0; slot < used; slot++) {
      larger.setPlain(slot, table.get(slot));
    }
    table = larger;
    free = Arrays.copyOf(free, 2 * used);
  }

  private List<Attached> all() {
    List<Attached> all = new ArrayList<>();
    for (int slot = 0; slot < used; slot++) {
      Attached attached = table.get(slot);
      if (attached != null) {
        all.add(attached);
      }
    }
    return all;
  }
}
