// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class SimulatedUdp4DatagramTest extends SimulatedDatagramContract {
  SimulatedUdp4DatagramTest() {
    super("virtual", "epoll", Place.UDP4, "delay=20us,jitter=20us,keep-order=yes");
  }
}
