// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.suite.ConnectorDatagrams;
import org.packetloom.suite.DatagramContract;
import org.packetloom.suite.DatagramEnds;
import org.packetloom.suite.Feature;

/** Channels of the JDK keep the datagram contract, once they are seen as connectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdaptedDatagramTest extends DatagramContract {
  private Packetloom loom;

  @BeforeAll
  void openToolkit() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void closeToolkit() {
    loom.close();
  }

  @Override
  public DatagramEnds open(String parameters) throws Exception {
    return new DatagramEnds(end(), end());
  }

  private ConnectorDatagrams end() throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    return new ConnectorDatagrams(JdkConnectors.datagrams(loom, channel));
  }

  @Override
  public int openingRounds() {
    return 50;
  }

  /** Who waits is not served in order, there is no URI to open it by, and no room is waited for. */
  @Override
  public Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(
        EnumSet.of(
            Feature.DESCRIPTOR_FOLDER,
            Feature.STRUCTURED_CONCURRENCY,
            Feature.FIFO_QUEUES,
            Feature.LOSSLESS_DATAGRAMS,
            Feature.NON_BLOCKING,
            Feature.QUEUE_CONTRACT));
    features.addAll(Feature.ofThisProcess());
    return features;
  }
}
