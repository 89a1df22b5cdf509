// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * Brings a fresh socket to its peer: attempt, wait, attempt again.
 *
 * <p>A Unix-domain listener whose backlog is full answers EAGAIN, and no event tells when there is
 * room; the attempt is repeated after 1 ms, then after twice as long each time, up to 50 ms.
 */
final class Connecting {
  private static final String CONNECT = "connect";
  static final long FIRST_PAUSE_NANOS = 1_000_000;
  static final long LONGEST_PAUSE_NANOS = 50_000_000;

  private final Handle handle;
  private final Opening opening;

  Connecting(Handle handle, Opening opening) {
    this.handle = handle;
    this.opening = opening;
  }

  /**
   * Waits until the connection stands, or throws; obeys the deadline for opening, and not what is
   * set for writing.
   */
  void connect(NativeAddress peer) throws IOException {
    Lane lane = handle.lane(Transfer.WRITE);
    long deadline = lane.deadline();
    long rollingNanos = lane.timeoutNanos();
    lane.deadline(opening.openDeadline());
    lane.timeoutNanos(0);
    try {
      handle.begin(Transfer.WRITE, CONNECT);
      try {
        attempt(peer);
      } finally {
        handle.end(Transfer.WRITE);
      }
    } finally {
      lane.restore(deadline, rollingNanos);
    }
    handle.assumeReady();
  }

  private void attempt(NativeAddress peer) throws IOException {
    long pause = FIRST_PAUSE_NANOS;
    boolean isFirst = true;
    while (true) {
      int seen = handle.ready();
      handle.ensurePolled(seen, CONNECT, Transfer.WRITE, 0);
      int result =
          isFirst ? tryFirst(handle, opening.engine(), peer) : handle.transfer().tryConnect(peer);
      isFirst = false;
      if (result >= 0) {
        return;
      }
      if (result == Transfer.NOT_READY) {
        handle.await(Transfer.WRITE, CONNECT, seen, 0);
      } else if (opening.engine().platform().errors().kind(-result) == ErrorKind.BUSY) {
        handle.pause(Transfer.WRITE, CONNECT, handle.timers().now() + pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      } else {
        throw handle.failure(CONNECT, Transfer.WRITE, result, 0);
      }
    }
  }

  /**
   * Makes the first attempt. Over loopback the connection stands by the time the request returns,
   * so what is pending is asked for again at once; and it may be served even before, so the engine
   * is told first.
   *
   * @return as {@link Transfer#tryConnect}
   */
  static int tryFirst(Handle handle, Engine engine, NativeAddress peer) {
    engine.connecting(peer);
    int result = handle.transfer().tryConnect(peer);
    if (result == Transfer.NOT_READY) {
      result = handle.transfer().tryConnect(peer);
    }
    if (result < 0) {
      engine.notConnected();
    }
    return result;
  }
}
