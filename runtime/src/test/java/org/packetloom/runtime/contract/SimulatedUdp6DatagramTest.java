// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class SimulatedUdp6DatagramTest extends SimulatedDatagramContract {
  SimulatedUdp6DatagramTest() {
    super("loop", "io_uring", Place.UDP6, "delay=20us,jitter=20us,keep-order=yes");
  }
}
