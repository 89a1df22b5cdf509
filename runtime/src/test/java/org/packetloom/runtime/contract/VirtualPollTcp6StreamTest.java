// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollTcp6StreamTest extends ConnectorStreamContract {
  VirtualPollTcp6StreamTest() {
    super("virtual", "poll", Place.TCP6);
  }
}
