// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueLocalPathListenerTest extends ConnectorListenerContract {
  VirtualKqueueLocalPathListenerTest() {
    super("virtual", "kqueue", Place.LOCAL_PATH);
  }
}
