// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollUdp4DatagramTest extends ConnectorDatagramContract {
  VirtualPollUdp4DatagramTest() {
    super("virtual", "poll", Place.UDP4);
  }
}
