// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.DatagramChannelContract;
import org.packetloom.suite.nio.DatagramKind;

@Tag("kqueue")
class VirtualKqueueUdpChannelTest extends DatagramChannelContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "kqueue");
  }

  @Override
  public DatagramKind kind() {
    return DatagramKind.UDP;
  }
}
