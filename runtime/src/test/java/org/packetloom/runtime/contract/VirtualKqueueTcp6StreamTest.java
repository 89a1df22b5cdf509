// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueTcp6StreamTest extends ConnectorStreamContract {
  VirtualKqueueTcp6StreamTest() {
    super("virtual", "kqueue", Place.TCP6);
  }
}
