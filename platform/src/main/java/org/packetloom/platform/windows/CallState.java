// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/** Where calls leave their error number. Belongs to one thread at a time. */
final class CallState {
  /** What a call writes error numbers into. */
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();

  private static final long LAST_ERROR =
      LAYOUT.byteOffset(PathElement.groupElement("GetLastError"));
  private static final long WSA_LAST_ERROR =
      LAYOUT.byteOffset(PathElement.groupElement("WSAGetLastError"));

  private final MemorySegment segment;

  /** Memory that lives as long as the allocator says. */
  CallState(SegmentAllocator allocator) {
    segment = allocator.allocate(LAYOUT);
  }

  /** To be passed to a call. */
  MemorySegment segment() {
    return segment;
  }

  /** The negated error number of a failed call of kernel32. */
  int lastError() {
    return -segment.get(ValueLayout.JAVA_INT, LAST_ERROR);
  }

  /** The negated error number of a failed call of Winsock. */
  int wsaLastError() {
    return -segment.get(ValueLayout.JAVA_INT, WSA_LAST_ERROR);
  }
}
