// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollUdp6DatagramTest extends ConnectorDatagramContract {
  VirtualPollUdp6DatagramTest() {
    super("virtual", "poll", Place.UDP6);
  }
}
