// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollLocalPathStreamTest extends ConnectorStreamContract {
  VirtualPollLocalPathStreamTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
