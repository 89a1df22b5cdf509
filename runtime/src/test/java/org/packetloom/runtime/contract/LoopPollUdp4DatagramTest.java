// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollUdp4DatagramTest extends ConnectorDatagramContract {
  LoopPollUdp4DatagramTest() {
    super("loop", "poll", Place.UDP4);
  }
}
