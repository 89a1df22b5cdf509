// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringTcp6StreamTest extends ConnectorStreamContract {
  LoopUringTcp6StreamTest() {
    super("loop", "io_uring", Place.TCP6);
  }
}
