// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/**
 * What a connector hears of a multicast group, until it is closed.
 *
 * <p>Safe for use by any thread.
 *
 * @see DatagramConnector#join(InetAddress, NetworkInterface)
 */
public interface Membership extends AutoCloseable {
  /**
   * The group.
   *
   * @return a multicast address
   */
  InetAddress group();

  /**
   * Where it is heard.
   *
   * @return the interface
   */
  NetworkInterface networkInterface();

  /**
   * The only sender that is heard.
   *
   * @return empty for all
   */
  Optional<InetAddress> source();

  /**
   * Leaves the group; does nothing if it was left, or the connector is closed.
   *
   * @throws IOException if the system reports an error; the group is left all the same
   */
  @Override
  void close() throws IOException;
}
