// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.ServerSocketChannelContract;
import org.packetloom.suite.nio.Transport;

@Tag("iocp")
class VirtualIocpTcpServerSocketChannelTest extends ServerSocketChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "iocp");
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }
}
