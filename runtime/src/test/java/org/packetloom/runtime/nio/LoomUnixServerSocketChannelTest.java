// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.ServerSocketChannelContract;
import org.packetloom.suite.nio.Transport;

/** Ours. */
class LoomUnixServerSocketChannelTest extends ServerSocketChannelContract {
  @Override
  protected Channels openChannels() {
    return LoomChannels.open();
  }

  @Override
  public Transport transport() {
    return Transport.UNIX;
  }
}
