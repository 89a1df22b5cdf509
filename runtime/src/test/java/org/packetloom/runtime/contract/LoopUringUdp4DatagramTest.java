// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringUdp4DatagramTest extends ConnectorDatagramContract {
  LoopUringUdp4DatagramTest() {
    super("loop", "io_uring", Place.UDP4);
  }
}
