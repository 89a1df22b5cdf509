// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.JdkChannels;
import org.packetloom.suite.nio.ServerSocketChannelContract;
import org.packetloom.suite.nio.Transport;

/** Control: the JDK's own. */
class JdkUnixServerSocketChannelTest extends ServerSocketChannelContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }

  @Override
  public Transport transport() {
    return Transport.UNIX;
  }
}
