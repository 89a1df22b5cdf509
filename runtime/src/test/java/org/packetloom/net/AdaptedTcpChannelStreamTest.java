// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;

/** Channels of the JDK over TCP. */
@Tag("matrix")
class AdaptedTcpChannelStreamTest extends AdaptedStreamContract {
  @Override
  public Ends open() throws Exception {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel near = SocketChannel.open(listener.getLocalAddress());
      return ends(
          JdkConnectors.stream(loom(), near), JdkConnectors.stream(loom(), listener.accept()));
    }
  }

  @Override
  public Set<Feature> features() {
    return featuresWithout();
  }
}
