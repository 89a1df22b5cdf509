// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class LoopKqueueLocalPathStreamTest extends ConnectorStreamContract {
  LoopKqueueLocalPathStreamTest() {
    super("loop", "kqueue", Place.LOCAL_PATH);
  }
}
