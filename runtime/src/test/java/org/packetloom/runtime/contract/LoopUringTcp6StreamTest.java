// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringTcp6StreamTest extends ConnectorStreamContract {
  LoopUringTcp6StreamTest() {
    super("loop", "io_uring", Place.TCP6);
  }
}
