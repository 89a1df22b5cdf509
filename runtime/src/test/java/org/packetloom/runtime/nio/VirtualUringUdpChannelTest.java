// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.DatagramChannelContract;
import org.packetloom.suite.nio.DatagramKind;

@Tag("matrix")
class VirtualUringUdpChannelTest extends DatagramChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "io_uring");
  }

  @Override
  public DatagramKind kind() {
    return DatagramKind.UDP;
  }
}
