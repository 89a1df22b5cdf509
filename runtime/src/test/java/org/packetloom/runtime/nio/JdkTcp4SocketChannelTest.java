// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.JdkChannels;
import org.packetloom.suite.nio.SocketChannelContract;
import org.packetloom.suite.nio.Transport;

/** Control: the JDK's own. */
@Tag("matrix")
class JdkTcp4SocketChannelTest extends SocketChannelContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }

  @Override
  public Transport transport() {
    return Transport.TCP4;
  }
}
