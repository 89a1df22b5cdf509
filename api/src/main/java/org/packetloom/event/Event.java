// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import org.packetloom.Deadline;

/**
 * Wakes a reactor, and learns when it was awake. Safe for use by any thread, several at once; those
 * that post while the reactor is busy are seen together.
 */
public interface Event {
  /**
   * Wakes the reactor, and waits until it has looked at everything that was ready by then: in pump
   * mode until a call of {@link Reactor#processEvents} that began or went on after this one has
   * done so.
   *
   * @throws IllegalStateException in a handler that the pumping thread runs: it would wait for
   *     itself
   * @throws org.packetloom.ConnectorTimeoutException if the ambient deadline passes
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted
   * @throws org.packetloom.ConnectorClosedException if the reactor is closed
   * @throws org.packetloom.ConnectorClosedWhileWaitingException if it is closed meanwhile
   * @throws IOException only the types above
   */
  void post() throws IOException;

  /**
   * As {@link #post()}, for no longer than until a deadline.
   *
   * @param deadline when to go on without
   * @return false if it passed; the reactor was woken all the same
   * @throws IOException as {@link #post()}
   */
  boolean post(Deadline deadline) throws IOException;

  /** Wakes the reactor and does not wait; does nothing if that is closed. */
  void wake();
}
