// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringLocalUnnamedStreamTest extends ConnectorStreamContract {
  LoopUringLocalUnnamedStreamTest() {
    super("loop", "io_uring", Place.LOCAL_UNNAMED);
  }
}
