// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualUringLocalPathStreamTest extends ConnectorStreamContract {
  VirtualUringLocalPathStreamTest() {
    super("virtual", "io_uring", Place.LOCAL_PATH);
  }
}
