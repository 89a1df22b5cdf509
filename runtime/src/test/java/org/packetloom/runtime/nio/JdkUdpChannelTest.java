// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.DatagramChannelContract;
import org.packetloom.suite.nio.DatagramKind;
import org.packetloom.suite.nio.JdkChannels;

/** Control: the JDK's own. */
class JdkUdpChannelTest extends DatagramChannelContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }

  @Override
  public DatagramKind kind() {
    return DatagramKind.UDP;
  }
}
