// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import org.packetloom.Deadline;

/**
 * Gathers user events for threads that wait for them. What is fired while nobody waits is kept, as
 * one bit each. Safe for use by any thread; each event goes to one of those that wait.
 */
public interface EventSubscription extends AutoCloseable {
  /**
   * Waits until one of the events was fired, and takes all that were.
   *
   * @return the events, at least one
   * @throws org.packetloom.ConnectorTimeoutException if the ambient deadline passes
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted; events stay
   * @throws org.packetloom.ConnectorClosedException if this or the reactor is closed
   * @throws org.packetloom.ConnectorClosedWhileWaitingException if it is closed meanwhile
   * @throws IOException only the types above
   */
  long await() throws IOException;

  /**
   * As {@link #await()}, for no longer than until a deadline.
   *
   * @param deadline when to give up
   * @return the events, 0 if it passed
   * @throws IOException as {@link #await()}
   */
  long await(Deadline deadline) throws IOException;

  /**
   * Takes the events that were fired.
   *
   * @return the events, 0 if there were none
   */
  long poll();

  /** Ends it; threads that wait are woken. */
  @Override
  void close();
}
