// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.SocketChannelContract;
import org.packetloom.suite.nio.Transport;

class LoopUringTcpSocketChannelTest extends SocketChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("loop", "io_uring");
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }
}
