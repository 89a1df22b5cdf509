// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.packetloom.AbstractSocketAddress;

/**
 * An address that the classes of {@code java.net} let pass, in place of one that they do not know:
 * they check what they are given before they hand it on.
 */
final class StandIn extends InetSocketAddress {
  private static final long serialVersionUID = 1L;

  /** The address that is meant; never seen outside of this package. */
  private final transient SocketAddress real;

  private StandIn(SocketAddress real, int port) {
    super(InetAddress.getLoopbackAddress(), port);
    this.real = real;
  }

  static boolean isUnixDomain(@Nullable SocketAddress address) {
    return address instanceof UnixDomainSocketAddress || address instanceof AbstractSocketAddress;
  }

  /** What to give {@link java.net.Socket#connect}; null for null. */
  static @Nullable SocketAddress forPeer(@Nullable SocketAddress peer) {
    if (peer instanceof InetSocketAddress internet && internet.isUnresolved()) {
      return new StandIn(internet, internet.getPort());
    }
    return peer != null && isUnixDomain(peer) ? new StandIn(peer, 0) : peer;
  }

  /** What to give {@code bind}, which hands on less than it gets. */
  static InetSocketAddress forLocal(SocketAddress local) {
    return new StandIn(local, 0);
  }

  /** The address that is meant. */
  static SocketAddress real(SocketAddress given) {
    return given instanceof StandIn standIn ? standIn.real : given;
  }
}
