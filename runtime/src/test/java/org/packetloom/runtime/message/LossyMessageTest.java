// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;
import org.packetloom.DatagramConnector;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;

/** Each socket has a bad link in front of it. */
@org.junit.jupiter.api.Tag("matrix")
class LossyMessageTest extends MessageContract {
  private static final LinkConditions BAD =
      LinkConditions.parse("loss=5%,delay=1ms,jitter=1ms,duplicate=2%,corrupt=1%");

  LossyMessageTest() {
    super("virtual");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }

  @Override
  DatagramConnector underTest(DatagramConnector connector) {
    return SimulatedDatagrams.over(connector, BAD, LinkConditions.PERFECT, connector.hashCode());
  }

  @Override
  public boolean isLossy() {
    return true;
  }

  @Override
  public int manyClients() {
    return 40;
  }
}
