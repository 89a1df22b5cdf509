// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.SocketChannelContract;
import org.packetloom.suite.nio.Transport;

@Tag("iocp")
class VirtualIocpTcpSocketChannelTest extends SocketChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "iocp");
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }
}
