// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringLocalAbstractStreamTest extends ConnectorStreamContract {
  LoopUringLocalAbstractStreamTest() {
    super("loop", "io_uring", Place.LOCAL_ABSTRACT);
  }
}
