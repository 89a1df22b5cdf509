// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** Control: channels of the JDK over TCP. */
class JdkTcpStreamTest extends StreamContract {
  @Override
  public Set<Feature> features() {
    Set<Feature> features = Feature.ofThisProcess();
    features.addAll(
        Set.of(Feature.SHORT_LIVED_STREAMS, Feature.HALF_CLOSE, Feature.ADDRESSES, Feature.RESET));
    return features;
  }

  @Override
  public Ends open() throws Exception {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var near = SocketChannel.open(listener.getLocalAddress());
      return new Ends(new ChannelEnd(near), new ChannelEnd(listener.accept()));
    }
  }
}
