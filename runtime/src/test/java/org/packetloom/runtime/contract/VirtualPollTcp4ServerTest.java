// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollTcp4ServerTest extends ConnectorServerContract {
  VirtualPollTcp4ServerTest() {
    super("virtual", "poll", Place.TCP4);
  }
}
