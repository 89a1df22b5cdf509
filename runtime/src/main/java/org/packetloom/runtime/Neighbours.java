// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * In which loops threads live that connected to this machine itself, by the port of their own end.
 * If the other end is of the same toolkit, whoever serves it finds out there who his peer is: two
 * threads that talk with each other live best in one loop, which wakes them without the help of
 * another processor.
 *
 * <p>A hint and nothing more: a port may be another's meanwhile, or of another address, or not yet
 * entered. Then the thread gets the home that it would have got anyway. Safe for use by any thread;
 * nothing is ever waited for. 128 KiB as soon as the first has connected, and nothing before.
 */
final class Neighbours {
  private static final int PORTS = 1 << 16;
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(short[].class);

  /** The number of the loop and one, or 0, for each port; null until somebody has connected. */
  private volatile short @Nullable [] loops;

  /** A thread that lives in a loop, or in none, has connected from this end. */
  void connected(SocketAddress near, @Nullable Loop home) {
    int port = localPort(near);
    short[] known = loops;
    if (port < 0 || (known == null && home == null)) {
      return;
    }
    if (known == null) {
      known = new short[PORTS];
      loops = known; // of two at a time one may be lost, and with it a hint
    }
    ENTRY.setRelease(known, port, (short) (home == null ? 0 : home.number() + 1));
  }

  /** Whether there can be any answer but −1. */
  boolean isEmpty() {
    return loops == null;
  }

  /** The number of the loop where the thread at this end lives; −1 if that is not known. */
  int loopOf(SocketAddress end) {
    short[] known = loops;
    int port = localPort(end);
    return known == null || port < 0 ? -1 : (short) ENTRY.getAcquire(known, port) - 1;
  }

  private static int localPort(SocketAddress end) {
    return end instanceof InetSocketAddress internet && internet.getAddress().isLoopbackAddress()
        ? internet.getPort()
        : -1;
  }
}
