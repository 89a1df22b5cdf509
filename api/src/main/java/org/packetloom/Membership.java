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
   * Does not hear a sender any more.
   *
   * @param sender its address, of the group's family
   * @throws IllegalStateException if the group was joined for one sender
   * @throws IllegalArgumentException if the families differ
   * @throws UnsupportedOperationException if the kind of connector cannot
   * @throws IOException if the system refuses, as when it is blocked already
   */
  default void block(InetAddress sender) throws IOException {
    throw new UnsupportedOperationException("block " + sender);
  }

  /**
   * Hears a sender again that was blocked.
   *
   * @param sender its address
   * @throws IllegalStateException if the group was joined for one sender
   * @throws UnsupportedOperationException if the kind of connector cannot
   * @throws IOException if the system refuses, as when it is not blocked
   */
  default void unblock(InetAddress sender) throws IOException {
    throw new UnsupportedOperationException("unblock " + sender);
  }

  /**
   * Leaves the group; does nothing if it was left, or the connector is closed.
   *
   * @throws IOException if the system reports an error; the group is left all the same
   */
  @Override
  void close() throws IOException;
}
