// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a socket hears of a multicast group.
 *
 * @param group a multicast address
 * @param networkInterface number of the interface, 0 for one that the system chooses
 * @param source the only sender that is heard; empty for all
 */
public record MulticastMembership(
    InetAddress group, int networkInterface, Optional<InetAddress> source) {
  /** Checks that the group is one, and that both are of one family. */
  public MulticastMembership {
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException("not a multicast address: " + group);
    }
    boolean isMixed = source.isPresent() && source.get().getClass() != group.getClass();
    if (isMixed || networkInterface < 0) {
      throw new IllegalArgumentException(group + " from " + source + " at " + networkInterface);
    }
  }
}
