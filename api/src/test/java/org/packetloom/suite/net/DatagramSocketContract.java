// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.net.DatagramSocket;

/** What {@link DatagramSocket} promises. A row extends this class and gives it its sockets. */
public abstract class DatagramSocketContract extends CountedRow
    implements PacketStates,
        PacketMaking,
        PacketTransfer,
        PacketPeers,
        PacketWaits,
        PacketSettings,
        MulticastGroups {
  @Override
  protected void warmUp() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      assertArrives(near, far);
    }
  }

  @Override
  public DatagramSocket newGroupSocket() throws IOException {
    DatagramSocket socket = sockets().newDatagramSocket(null);
    socket.setReuseAddress(true);
    return socket;
  }
}
