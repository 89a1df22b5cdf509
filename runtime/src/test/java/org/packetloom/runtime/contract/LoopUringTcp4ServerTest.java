// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringTcp4ServerTest extends ConnectorServerContract {
  LoopUringTcp4ServerTest() {
    super("loop", "io_uring", Place.TCP4);
  }
}
