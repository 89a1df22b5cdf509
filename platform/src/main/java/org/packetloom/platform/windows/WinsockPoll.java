// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.Readiness;

/** Looks once at what a socket can do now. Loaded on Windows only. */
final class WinsockPoll {
  private static final int POLLERR = 0x0001; // winsock2.h
  private static final int POLLHUP = 0x0002; // winsock2.h
  private static final int POLLNVAL = 0x0004; // winsock2.h
  private static final int POLLOUT = 0x0010; // winsock2.h, POLLWRNORM
  private static final int POLLIN = 0x0300; // winsock2.h, POLLRDNORM | POLLRDBAND

  /** winsock2.h. */
  private static final StructLayout WSAPOLLFD =
      structLayout(
              JAVA_LONG.withName("fd"),
              JAVA_SHORT.withName("events"),
              JAVA_SHORT.withName("revents"),
              paddingLayout(4))
          .withName("WSAPOLLFD");

  private static final long EVENTS = Layouts.offset(WSAPOLLFD, "events");
  private static final long FOUND = Layouts.offset(WSAPOLLFD, "revents");

  private static final MethodHandle WSAPoll =
      Binder.winsock("WSAPoll", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private WinsockPoll() {}

  /** An or of the constants of {@link Readiness}, or the negated error number. */
  static int look(long socket) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment asked = arena.allocate(WSAPOLLFD);
      asked.set(JAVA_LONG, 0, socket);
      asked.set(JAVA_SHORT, EVENTS, (short) (POLLIN | POLLOUT));
      int result = (int) WSAPoll.invokeExact(state.segment(), asked, 1, 0);
      return result < 0 ? state.wsaLastError() : readiness(asked.get(JAVA_SHORT, FOUND));
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int readiness(int found) {
    if ((found & POLLNVAL) != 0) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    if ((found & (POLLERR | POLLHUP)) != 0) {
      return Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    return ((found & POLLIN) != 0 ? Readiness.READABLE : 0)
        | ((found & POLLOUT) != 0 ? Readiness.WRITABLE : 0);
  }
}
