// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueLocalPathDatagramTest extends ConnectorDatagramContract {
  VirtualKqueueLocalPathDatagramTest() {
    super("virtual", "kqueue", Place.LOCAL_PATH);
  }
}
