// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.SpinLock;

/**
 * The operations of a poller and their memory, found by the address that packets carry. Safe for
 * use by any thread.
 *
 * <p>An operation's memory is given to another one only after the operation was removed, which is
 * after its packet was taken: so an address in a packet is that of an operation which is there.
 */
final class OperationTable {
  private static final int CHUNK = 64; // operations whose memory is allocated together
  private static final MemorySegment EVERYTHING =
      MemorySegment.NULL.reinterpret(Long.MAX_VALUE); // to read numbers at addresses of our own

  private final Arena arena;
  private final SpinLock tableLock = new SpinLock();
  private volatile AtomicReferenceArray<@Nullable IocpOperation> table = // replaced under tableLock
      new AtomicReferenceArray<>(CHUNK);
  private final List<MemorySegment> chunks = new ArrayList<>(); // guarded by tableLock
  private int[] free = new int[CHUNK]; // guarded by tableLock; a stack of numbers
  private int freeCount; // guarded by tableLock
  private int used; // guarded by tableLock; numbers from here on were never used

  /** A table in an arena that is closed after the last operation has ended. */
  OperationTable(Arena arena) {
    this.arena = arena;
  }

  /** Makes an operation. */
  IocpOperation add(IocpPoller poller, IocpOwner owner, int direction) {
    tableLock.lock();
    try {
      int number = freeCount > 0 ? free[--freeCount] : takeUnused();
      MemorySegment chunk = chunks.get(number / CHUNK);
      long at = number % CHUNK * IocpOperation.SIZE;
      MemorySegment memory = chunk.asSlice(at, IocpOperation.SIZE);
      IocpOperation operation = new IocpOperation(memory, number, poller, owner, direction);
      table.set(number, operation);
      return operation;
    } finally {
      tableLock.unlock();
    }
  }

  /** The operation at an address that a packet carried; null for an address of another's. */
  @Nullable IocpOperation find(long address) {
    if (address == 0) {
      return null;
    }
    long number = EVERYTHING.get(JAVA_LONG, address + IocpOperation.NUMBER);
    AtomicReferenceArray<@Nullable IocpOperation> current = table;
    return number >= 0 && number < current.length() ? current.get((int) number) : null;
  }

  /** Frees an operation that is not with Windows. */
  void remove(IocpOperation operation) {
    tableLock.lock();
    try {
      if (table.get(operation.number()) == operation) {
        table.set(operation.number(), null);
        free[freeCount++] = operation.number();
      }
    } finally {
      tableLock.unlock();
    }
  }

  /** Forgets an operation whose packet may still come: its memory is given to no other one. */
  void retire(IocpOperation operation) {
    tableLock.lock();
    try {
      if (table.get(operation.number()) == operation) {
        table.set(operation.number(), null);
      }
    } finally {
      tableLock.unlock();
    }
  }

  /** Those that are with Windows. */
  List<IocpOperation> inFlight() {
    List<IocpOperation> all = new ArrayList<>();
    tableLock.lock();
    try {
      for (int number = 0; number < used; number++) {
        IocpOperation operation = table.get(number);
        boolean isOut = operation != null && (operation.isPending() || operation.isOrphaned());
        if (operation != null && isOut && !operation.isSettled()) {
          all.add(operation);
        }
      }
    } finally {
      tableLock.unlock();
    }
    return all;
  }

  private int takeUnused() {
    if (used == chunks.size() * CHUNK) {
      chunks.add(arena.allocate(CHUNK * IocpOperation.SIZE, 16));
      if (used == table.length()) {
        grow();
      }
    }
    return used++;
  }

  private void grow() {
    AtomicReferenceArray<@Nullable IocpOperation> larger = new AtomicReferenceArray<>(2 * used);
    for (int number = 0; number < used; number++) {
      larger.setPlain(number, table.get(number));
    }
    table = larger;
    free = Arrays.copyOf(free, 2 * used);
  }
}
