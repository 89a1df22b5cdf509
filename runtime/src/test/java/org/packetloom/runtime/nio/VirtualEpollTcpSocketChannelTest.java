// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.SocketChannelContract;
import org.packetloom.suite.nio.Transport;

class VirtualEpollTcpSocketChannelTest extends SocketChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "epoll");
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }
}
