// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Watch;

/** Looks once at what an end of a pipe, or the listener of one, can do now. */
final class PipeLook {
  private PipeLook() {}

  /** An or of the constants of {@link Readiness}. */
  static int readiness(HandleEntry entry, WindowsSystem system) {
    int found = found(entry, PipeEnd.of(entry).orElseGet(PipeEnd::ofReader), system);
    return ((found & Watch.READABLE) != 0 ? Readiness.READABLE : 0)
        | ((found & Watch.WRITABLE) != 0 ? Readiness.WRITABLE : 0)
        | ((found & (Watch.HANGUP | Watch.ERROR)) != 0 ? Readiness.HANGUP : 0);
  }

  /** An or of the constants of {@link Watch}. */
  static int found(HandleEntry entry, PipeEnd end, WindowsSystem system) {
    if (entry.extra().orElse(null) instanceof PipeListener listener) {
      return listener.hasClient() ? Watch.READABLE : 0;
    }
    int state = WindowsPipes.information(entry.handle(), WindowsPipes.STATE, system);
    boolean isLeft = state != PipeConstants.FILE_PIPE_CONNECTED_STATE;
    if (end.isWriter()) {
      return isLeft ? Watch.ERROR | Watch.WRITABLE : end.isWriting() ? 0 : Watch.WRITABLE;
    }
    return (isLeft ? Watch.HANGUP | Watch.PEER_ENDED : 0)
        | (end.isWriting() && !isLeft ? 0 : Watch.WRITABLE)
        | (isLeft || hasBytes(entry, end, system) ? Watch.READABLE : 0);
  }

  private static boolean hasBytes(HandleEntry entry, PipeEnd end, WindowsSystem system) {
    Scratch scratch = system.scratches().take();
    try {
      return end.isAtEnd() || WindowsPipes.peek(entry.handle(), MemorySegment.NULL, 0, scratch) > 0;
    } finally {
      system.scratches().give(scratch);
    }
  }
}
