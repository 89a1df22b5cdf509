// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * The socket that whoever started this process left at descriptor 0, as a channel.
 *
 * <p>What kind of socket it is shows in how it can be opened. Its open file stays as it is, as
 * others may have it too; closing the channel closes descriptor 0.
 */
final class InheritedChannel {
  private static final String LOOK = "fd:///0";
  private static final String TAKE = "fd:///0?close=yes";

  private InheritedChannel() {}

  /** Opens a connector of some kind over a descriptor. */
  @FunctionalInterface
  private interface Kind<C extends Connector> {
    C open(String uri) throws IOException;
  }

  /** Empty if there is none, or no socket. */
  static Optional<Channel> open(PacketloomSelectorProvider provider) throws IOException {
    Packetloom loom = provider.packetloom();
    if (is(loom::connect)) {
      StreamConnector stream = loom.connect(TAKE);
      return Optional.of(new LoomSocketChannel(provider, family(stream), stream));
    }
    if (is(loom::listen)) {
      Listener listener = loom.listen(TAKE);
      return Optional.of(LoomServerSocketChannel.over(provider, family(listener), listener));
    }
    if (is(loom::bind)) {
      DatagramConnector bound = loom.bind(TAKE);
      return Optional.of(new LoomDatagramChannel(provider, family(bound), bound));
    }
    return Optional.empty();
  }

  /** Whether it is a socket, and of a kind; leaves it as it is. */
  private static boolean is(Kind<?> kind) {
    try (Connector guest = kind.open(LOOK)) {
      return !guest.supportedOptions().isEmpty();
    } catch (CapabilityException _) {
      return false; // of another kind
    } catch (IOException _) {
      return false; // not open
    }
  }

  private static ProtocolFamily family(Connector connector) {
    if (connector.localAddress().orElse(null) instanceof InetSocketAddress internet) {
      return internet.getAddress() instanceof Inet4Address
          ? StandardProtocolFamily.INET
          : StandardProtocolFamily.INET6;
    }
    return StandardProtocolFamily.UNIX;
  }
}
