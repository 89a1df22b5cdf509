// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.DatagramChannelContract;
import org.packetloom.suite.nio.DatagramKind;
import org.packetloom.suite.nio.JdkChannels;

/** Control: the JDK's own. */
@Tag("matrix")
class JdkUdp6ChannelTest extends DatagramChannelContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }

  @Override
  public DatagramKind kind() {
    return DatagramKind.UDP6;
  }
}
