// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Set;

/** Control: channels of the JDK over UDP. */
class JdkUdpTest extends DatagramContract {
  @Override
  public Set<Feature> features() {
    Set<Feature> features = Feature.ofThisProcess();
    features.addAll(Set.of(Feature.ADDRESSES, Feature.REFUSED_DATAGRAMS));
    return features;
  }

  @Override
  public DatagramEnds open(String parameters) throws Exception {
    return new DatagramEnds(new ChannelDatagrams(channel()), new ChannelDatagrams(channel()));
  }

  private static DatagramChannel channel() throws IOException {
    return DatagramChannel.open(StandardProtocolFamily.INET)
        .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }
}
