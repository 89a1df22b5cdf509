// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/** Handles of variables in memory: they did not take the offset of the layout in the segment. */
@Completes(MemoryLayout.class)
public final class Layouts {
  private static final VarHandleOffset OFFSET = new VarHandleOffset();

  private Layouts() {}

  public static VarHandle varHandle(MemoryLayout layout, PathElement... path) {
    return OFFSET.addTo(layout.varHandle(path));
  }

  public static VarHandle arrayElementVarHandle(MemoryLayout layout, PathElement... path) {
    var elements = MemoryLayout.sequenceLayout(Long.MAX_VALUE / layout.byteSize(), layout);
    var whole = Stream.concat(Stream.of(PathElement.sequenceElement()), Stream.of(path));
    return OFFSET.addTo(elements.varHandle(whole.toArray(PathElement[]::new)));
  }

  /** Puts an offset after the segment that a handle takes. */
  static final class VarHandleOffset {
    private final java.lang.invoke.MethodHandle slice;

    VarHandleOffset() {
      try {
        slice =
            MethodHandles.lookup()
                .findStatic(
                    VarHandleOffset.class,
                    "slice",
                    MethodType.methodType(MemorySegment.class, MemorySegment.class, long.class));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot happen", e);
      }
    }

    VarHandle addTo(VarHandle handle) {
      return MethodHandles.collectCoordinates(handle, 0, slice);
    }

    static MemorySegment slice(MemorySegment segment, long offset) {
      return offset == 0 ? segment : segment.asSlice(offset);
    }
  }
}
