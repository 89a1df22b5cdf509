// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.StreamConnector;

/**
 * In which loops threads live that connected to this machine itself, by the port of their own end.
 * If the other end is of the same toolkit, whoever serves it finds out there who his peer is: two
 * threads that talk with each other live best in one loop, which wakes them without the help of
 * another processor.
 *
 * <p>A connection may be accepted, and served until its thread waits, before the one who asked for
 * it enters its port: the system wakes who accepts within connect(2), and may well run that first
 * on the same processor. So one that begins to connect tells the port where to, in a place of its
 * loop, and takes that back once its own port is entered. Whoever serves looks for the peer's port,
 * else at the places for the near end's port, and then for the peer's once more, which may have
 * been entered and the place cleared meanwhile: in this order nobody who connects at once is
 * missed.
 *
 * <p>A hint and nothing more: a port may be another's meanwhile, or of another address; of two that
 * connect from one loop at a time, one overwrites and clears what the other told. Then the thread
 * gets the home that it would have got anyway, or a peer's who is none. Safe for use by any thread;
 * nothing is ever waited for. 128 KiB as soon as the first connects, and nothing before.
 */
final class Neighbours {
  private static final int PORTS = 1 << 16;

  /** How far apart the places of loops are: they do not share cache lines. */
  private static final int INTS_OF_LINE = 16;

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(short[].class);
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(int[].class);

  /** The number of the loop and one, or 0, for each port; null until somebody connects. */
  private volatile short @Nullable [] loops;

  /** For each loop the port to which a thread of it is just connecting, or 0; by PLACE. */
  private final int[] targets;

  Neighbours(int loopCount) {
    this.targets = new int[loopCount * INTS_OF_LINE];
  }

  /** A thread that lives in a loop, or in none, begins to connect to this end. */
  void connecting(SocketAddress far, @Nullable Loop home) {
    int port = localPort(far);
    if (port < 0 || home == null) {
      return;
    }
    if (loops == null) {
      begin();
    }
    PLACE.setRelease(targets, place(home), port);
  }

  /** What {@link #connecting} told did not come about, or not at once. */
  void notConnected(@Nullable Loop home) {
    if (home != null) {
      PLACE.setRelease(targets, place(home), 0);
    }
  }

  /** A thread that lives in a loop, or in none, has connected from this end. */
  void connected(SocketAddress near, @Nullable Loop home) {
    int port = localPort(near);
    short[] known = loops;
    if (port < 0 || (known == null && home == null)) {
      return;
    }
    ENTRY.setRelease(
        known == null ? begin() : known, port, (short) (home == null ? 0 : home.number() + 1));
    notConnected(home); // any more
  }

  private short[] begin() {
    short[] made = new short[PORTS];
    loops = made; // of two at a time one may be lost, and with it a hint
    return made;
  }

  /** Whether there can be any answer but −1. */
  boolean isEmpty() {
    return loops == null;
  }

  /** The number of the loop where the peer of an accepted connection lives; −1 if not known. */
  int loopOfPeer(StreamConnector accepted) {
    int port = localPort(accepted.peerAddress());
    short[] known = loops;
    if (port < 0 || known == null) {
      return -1;
    }
    int entered = entered(known, port);
    if (entered >= 0) {
      return entered;
    }
    int connecting = connectingTo(accepted);
    int enteredMeanwhile = entered(known, port);
    return enteredMeanwhile >= 0 ? enteredMeanwhile : connecting;
  }

  private static int entered(short[] known, int port) {
    return (short) ENTRY.getAcquire(known, port) - 1;
  }

  /** The number of a loop from where somebody is connecting to this end; −1 if there is none. */
  private int connectingTo(StreamConnector accepted) {
    int wanted = -1; // the system may have to be asked
    for (int place = 0; place < targets.length; place += INTS_OF_LINE) {
      int target = (int) PLACE.getAcquire(targets, place);
      if (target == 0) {
        continue;
      }
      wanted = wanted < 0 ? localPort(accepted.localAddress()) : wanted;
      if (target == wanted) {
        return place / INTS_OF_LINE;
      }
    }
    return -1;
  }

  private static int place(Loop home) {
    return home.number() * INTS_OF_LINE;
  }

  private static int localPort(Optional<SocketAddress> end) {
    return end.map(Neighbours::localPort).orElse(-1);
  }

  private static int localPort(SocketAddress end) {
    return end instanceof InetSocketAddress internet && internet.getAddress().isLoopbackAddress()
        ? internet.getPort()
        : -1;
  }
}
