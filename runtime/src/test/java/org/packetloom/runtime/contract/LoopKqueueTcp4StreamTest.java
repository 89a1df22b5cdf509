// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class LoopKqueueTcp4StreamTest extends ConnectorStreamContract {
  LoopKqueueTcp4StreamTest() {
    super("loop", "kqueue", Place.TCP4);
  }
}
