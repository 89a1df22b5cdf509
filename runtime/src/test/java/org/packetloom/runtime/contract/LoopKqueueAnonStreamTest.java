// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class LoopKqueueAnonStreamTest extends ConnectorStreamContract {
  LoopKqueueAnonStreamTest() {
    super("loop", "kqueue", Place.ANON);
  }
}
