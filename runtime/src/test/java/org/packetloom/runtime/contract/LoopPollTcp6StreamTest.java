// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollTcp6StreamTest extends ConnectorStreamContract {
  LoopPollTcp6StreamTest() {
    super("loop", "poll", Place.TCP6);
  }
}
