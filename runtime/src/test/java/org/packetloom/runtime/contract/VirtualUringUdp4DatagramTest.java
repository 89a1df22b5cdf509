// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringUdp4DatagramTest extends ConnectorDatagramContract {
  VirtualUringUdp4DatagramTest() {
    super("virtual", "io_uring", Place.UDP4);
  }
}
