// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Who is on the other side of a connection, as {@code MessageConnection} says it. */
interface PeerIdentity {
  /** The connection's name, that both sides know. */
  long id();

  /** Where the other side is; empty if connectors have no addresses. */
  Optional<SocketAddress> address();

  /** Whom the connect token was issued to, 0 without. */
  long clientId();

  /** What the issuer said of it. */
  ByteBuffer userData();
}
