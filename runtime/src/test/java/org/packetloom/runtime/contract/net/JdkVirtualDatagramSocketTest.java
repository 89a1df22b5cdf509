// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.packetloom.suite.net.DatagramSocketContract;
import org.packetloom.suite.net.JdkSockets;
import org.packetloom.suite.net.Sockets;

/** Control: the JDK's own, in virtual threads. */
class JdkVirtualDatagramSocketTest extends DatagramSocketContract {
  private final Sockets sockets = JdkSockets.inVirtualThreads();

  @Override
  public Sockets sockets() {
    return sockets;
  }
}
