// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.DatagramChannelContract;
import org.packetloom.suite.nio.DatagramKind;

@Tag("matrix")
class ThreadEpollUdp6ChannelTest extends DatagramChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("thread", "epoll");
  }

  @Override
  public DatagramKind kind() {
    return DatagramKind.UDP6;
  }
}
