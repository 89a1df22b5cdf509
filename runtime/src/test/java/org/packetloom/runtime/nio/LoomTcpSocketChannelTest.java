// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.SocketChannelContract;
import org.packetloom.suite.nio.Transport;

/** Ours. */
class LoomTcpSocketChannelTest extends SocketChannelContract {
  @Override
  protected Channels openChannels() {
    return LoomChannels.open();
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }
}
