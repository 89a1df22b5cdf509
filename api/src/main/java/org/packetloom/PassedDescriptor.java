// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.Closeable;
import java.io.IOException;

/**
 * A descriptor that another process passed to this one: turn it into a connector, take its number,
 * or close it.
 *
 * <p>It is close-on-exec. One that is forgotten is closed some time after the collector found out.
 * Safe for use by any thread.
 */
public interface PassedDescriptor extends Passable, Closeable {
  /**
   * Makes a connector of it, which owns it from then on. A socket that does not listen becomes
   * non-blocking, for everyone who has it open.
   *
   * <p>Whatever the sender does with the open file, nobody waits but who uses this connector. For a
   * pipe or a listener that costs something; where the sender is trusted, {@link #release} and
   * {@link ConnectorFactory#adopt} make a faster one.
   *
   * @param <C> the type of the connector
   * @param type {@link StreamConnector}, {@link LocalStreamConnector}, {@link Listener}, {@link
   *     DatagramConnector}, {@link LocalDatagramConnector}, or {@link Connector} for whichever fits
   * @return the connector
   * @throws CapabilityException if it is something else, or nothing that can be waited for; this
   *     keeps it
   * @throws ConnectorClosedException if it was closed, taken or made a connector already
   * @throws IOException for errors of the system, implementing {@link NativeFailure}
   */
  <C extends Connector> C adopt(Class<C> type) throws IOException;

  /**
   * Its number, for as long as it is not closed, taken or made a connector.
   *
   * @return the system's number
   * @throws ConnectorClosedException if that has happened
   */
  int number() throws ConnectorClosedException;

  /**
   * Takes the number; from now on the caller closes it.
   *
   * @return the system's number
   * @throws ConnectorClosedException if it was closed, taken or made a connector already
   */
  int release() throws ConnectorClosedException;

  /**
   * Whether it is still here.
   *
   * @return false once it was closed, taken or made a connector
   */
  boolean isOpen();

  /**
   * Closes it; does nothing if it is no longer here.
   *
   * @throws IOException if the system reports an error; it is closed all the same
   */
  @Override
  void close() throws IOException;
}
