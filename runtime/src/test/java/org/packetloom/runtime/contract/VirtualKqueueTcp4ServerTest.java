// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueTcp4ServerTest extends ConnectorServerContract {
  VirtualKqueueTcp4ServerTest() {
    super("virtual", "kqueue", Place.TCP4);
  }
}
