// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The {@code struct kevent} of one system, its filters, and the symbol of the call that takes it.
 *
 * <p>Flags and fflags have the same values everywhere: see the constants.
 *
 * @param symbol the call: {@code kevent}, or its name in the ABI of the system
 * @param size bytes from one struct to the next in an array
 * @param filterAndFlags which widths these two have
 * @param fflags offset of the member
 * @param udata offset of the member
 * @param EVFILT_READ number of the filter
 * @param EVFILT_WRITE number of the filter
 * @param EVFILT_USER number of the filter
 */
public record KeventLayout(
    String symbol,
    int size,
    Width filterAndFlags,
    int fflags,
    int udata,
    int EVFILT_READ,
    int EVFILT_WRITE,
    int EVFILT_USER) {
  static final int EV_ADD = 0x0001; // sys/event.h, of every system, as those below
  static final int EV_DELETE = 0x0002;
  static final int EV_ONESHOT = 0x0010;
  static final int EV_CLEAR = 0x0020;
  static final int EV_EOF = 0x8000;
  static final int NOTE_TRIGGER = 0x01000000;

  /** macOS on 64-bit processors: sys/event.h, xnu. Packing to 4 bytes changes nothing there. */
  static final KeventLayout MACOS =
      new KeventLayout("kevent", 32, Width.SHORT, 12, 24, -1, -2, -10);

  /** FreeBSD from 12 on: sys/event.h; {@code ext[4]} follows. */
  static final KeventLayout FREEBSD =
      new KeventLayout("kevent", 64, Width.SHORT, 12, 24, -1, -2, -11);

  /** NetBSD from 5.0 on: sys/event.h; the call has counts of type size_t. */
  static final KeventLayout NETBSD = new KeventLayout("__kevent50", 40, Width.INT, 16, 32, 0, 1, 8);

  private static final int IDENT = 0;
  private static final int FILTER = 8;
  private static final int FLAGS_SHORT = 10;
  private static final int FLAGS_INT = 12;

  /** The widths of filter and flags; with wide ones go counts of type size_t. */
  enum Width {
    SHORT,
    INT
  }

  /** Whether the counts of the call are size_t, not int. */
  boolean hasLongCounts() {
    return filterAndFlags == Width.INT;
  }

  /** A filter of a descriptor, to be changed. */
  void put(MemorySegment array, int index, long ident, int filter, int flags, long tag) {
    put(array, index, ident, filter, flags, 0, tag);
  }

  /** A struct whose other members are 0. */
  void put(MemorySegment array, int index, long ident, int filter, int flags, int notes, long tag) {
    long start = start(index);
    array.asSlice(start, size).fill((byte) 0);
    array.set(JAVA_LONG_UNALIGNED, start + IDENT, ident);
    switch (filterAndFlags) {
      case SHORT -> {
        array.set(JAVA_SHORT_UNALIGNED, start + FILTER, (short) filter);
        array.set(JAVA_SHORT_UNALIGNED, start + FLAGS_SHORT, (short) flags);
      }
      case INT -> {
        array.set(JAVA_INT_UNALIGNED, start + FILTER, filter);
        array.set(JAVA_INT_UNALIGNED, start + FLAGS_INT, flags);
      }
    }
    array.set(JAVA_INT_UNALIGNED, start + fflags, notes);
    array.set(JAVA_LONG_UNALIGNED, start + udata, tag);
  }

  long ident(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, start(index) + IDENT);
  }

  int filter(MemorySegment array, int index) {
    return switch (filterAndFlags) {
      case SHORT -> array.get(JAVA_SHORT_UNALIGNED, start(index) + FILTER);
      case INT -> array.get(JAVA_INT_UNALIGNED, start(index) + FILTER);
    };
  }

  int flags(MemorySegment array, int index) {
    return switch (filterAndFlags) {
      case SHORT ->
          Short.toUnsignedInt(array.get(JAVA_SHORT_UNALIGNED, start(index) + FLAGS_SHORT));
      case INT -> array.get(JAVA_INT_UNALIGNED, start(index) + FLAGS_INT);
    };
  }

  int fflags(MemorySegment array, int index) {
    return array.get(JAVA_INT_UNALIGNED, start(index) + fflags);
  }

  long udata(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, start(index) + udata);
  }

  private long start(int index) {
    return (long) index * size;
  }
}
