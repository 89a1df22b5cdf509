// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueLocalUnnamedStreamTest extends ConnectorStreamContract {
  VirtualKqueueLocalUnnamedStreamTest() {
    super("virtual", "kqueue", Place.LOCAL_UNNAMED);
  }
}
