// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.ServerSocketChannelContract;
import org.packetloom.suite.nio.Transport;

class LoopEpollUnixServerSocketChannelTest extends ServerSocketChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("loop", "epoll");
  }

  @Override
  public Transport transport() {
    return Transport.UNIX;
  }
}
