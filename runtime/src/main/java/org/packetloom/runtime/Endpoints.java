// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketAddress;
import java.util.Optional;
import org.packetloom.platform.Transfer;

/**
 * Both ends of a connector, and their wording in messages.
 *
 * @param uri the connector's URI without parameters, as text
 * @param scheme its scheme
 * @param local the near end, empty for a connector without addresses
 * @param peer the far end, empty for a listener and for a connector without addresses
 */
record Endpoints(
    String uri, String scheme, Optional<SocketAddress> local, Optional<SocketAddress> peer) {
  /** Words both ends, with an arrow in the direction in which bytes flow. */
  String text(int direction) {
    if (local.isEmpty() || peer.isEmpty()) {
      return uri;
    }
    String near = Addresses.text(local.get());
    String far = Addresses.text(peer.get());
    if (near.isEmpty() && far.isEmpty()) {
      return uri; // neither end of a pair has a name
    }
    return scheme + "://" + near + (direction == Transfer.READ ? " <- " : " -> ") + far;
  }
}
