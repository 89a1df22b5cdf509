// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;

/** What {@link MulticastSocket} promises. A row extends this class and gives it its sockets. */
public abstract class MulticastSocketContract extends CountedRow
    implements PacketTransfer, PacketPeers, PacketWaits, MulticastGroups, MulticastSettings {
  @Override
  protected void warmUp() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      assertArrives(near, far);
    }
  }

  @Override
  public DatagramSocket newGroupSocket() throws IOException {
    return sockets().newMulticastSocket(null);
  }

  @Override
  public DatagramSocket bound() throws IOException {
    return sockets().newMulticastSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public DatagramSocket unbound() throws IOException {
    return sockets().newMulticastSocket(null);
  }
}
