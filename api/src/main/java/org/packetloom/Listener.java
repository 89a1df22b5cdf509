// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Optional;

/**
 * A connector that waits for peers to connect.
 *
 * <p>Accepted connectors start with the listener's interrupt policy, options and timeouts. Several
 * threads may accept at once; they are served in the order in which they came.
 */
public interface Listener extends Connector {
  /**
   * Waits for a peer.
   *
   * <p>A connection that the peer gave up before it was accepted is skipped. With {@code
   * blocking=no} it never waits, and throws {@link ConnectorTimeoutException} if nobody is there:
   * {@link #tryAccept()} has a result for that.
   *
   * @return the connection
   * @throws ConnectorTimeoutException if the accept deadline or the ambient one passes
   * @throws ConnectorInterruptedException if the thread is interrupted, under {@link
   *     InterruptPolicy#KEEP_OPEN}
   * @throws ConnectorClosedException if the listener is closed, {@link
   *     ConnectorClosedWhileWaitingException} if that happens during the call
   * @throws ResourceExhaustedException if descriptors have run out; the listener goes on
   * @throws IOException for other errors of the system, implementing {@link NativeFailure}
   * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
   */
  StreamConnector accept() throws IOException;

  /**
   * Takes a peer that already waits.
   *
   * @return the connection, empty if nobody waits
   * @throws IOException as {@link #accept()}, but never for a deadline or an interrupt
   */
  Optional<StreamConnector> tryAccept() throws IOException;

  /**
   * Sets the point at which waits in {@link #accept()} end, those in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this listener
   */
  Listener acceptDeadline(Deadline deadline);
}
