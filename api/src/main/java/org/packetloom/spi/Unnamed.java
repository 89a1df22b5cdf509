// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Optional;
import java.util.Set;
import org.packetloom.Connector;

/**
 * A connector without a socket: it has no address and no options, unless a scheme says so. As long
 * as it is open it is connected, unless it listens.
 */
interface Unnamed extends Connector {
  @Override
  default Optional<SocketAddress> localAddress() {
    return Optional.empty();
  }

  @Override
  default <T> T option(SocketOption<T> option) throws IOException {
    throw new UnsupportedOperationException("option " + option);
  }

  @Override
  default Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  default boolean isListening() {
    return false;
  }

  @Override
  default boolean isConnected() {
    return isOpen();
  }

  @Override
  default boolean isCommunicating() {
    return isOpen();
  }
}
