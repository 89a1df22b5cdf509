// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Who may open a pipe, as CreateNamedPipeW wants to be told. Owns its memory; used by one thread at
 * a time.
 *
 * <p>Unless told otherwise that is the user of this process and nobody else, not even the system
 * and administrators, whom the default of Windows admits; it also lets everybody read.
 */
final class PipeSecurity implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment attributes;
  private final MemorySegment descriptor; // allocated by the system

  private PipeSecurity(Arena arena, MemorySegment attributes, MemorySegment descriptor) {
    this.arena = arena;
    this.attributes = attributes;
    this.descriptor = descriptor;
  }

  /**
   * Makes it.
   *
   * @param access the text of a security descriptor; empty for the own user alone
   * @param into receives it as its first element
   * @return 0 or the negated error number
   */
  static int open(Optional<String> access, PipeSecurity[] into) {
    Arena arena = Arena.ofShared();
    int result = 0;
    try {
      CallState state = new CallState(arena);
      String[] user = {""};
      result = access.isPresent() ? 0 : AccessCalls.ownUser(user, state);
      if (result < 0) {
        return result;
      }
      MemorySegment found = arena.allocate(ADDRESS);
      String text = access.orElse("D:P(A;;GA;;;" + user[0] + ")");
      result = AccessCalls.descriptor(text, found, state);
      if (result == 0) {
        MemorySegment descriptor = found.get(ADDRESS, 0);
        into[0] = new PipeSecurity(arena, attributes(arena, descriptor), descriptor);
      }
      return result;
    } finally {
      if (result < 0) {
        arena.close();
      }
    }
  }

  private static MemorySegment attributes(Arena arena, MemorySegment descriptor) {
    var layout = PipeLayouts.SECURITY_ATTRIBUTES;
    MemorySegment attributes = arena.allocate(layout);
    attributes.set(JAVA_INT, Layouts.offset(layout, "nLength"), (int) layout.byteSize());
    attributes.set(ADDRESS, Layouts.offset(layout, "lpSecurityDescriptor"), descriptor);
    return attributes;
  }

  /** SECURITY_ATTRIBUTES; what is made with them is not inherited by child processes. */
  MemorySegment attributes() {
    return attributes;
  }

  @Override
  public void close() {
    AccessCalls.free(descriptor, new CallState(arena));
    arena.close();
  }
}
