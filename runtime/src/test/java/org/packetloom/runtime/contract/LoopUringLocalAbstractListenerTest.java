// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringLocalAbstractListenerTest extends ConnectorListenerContract {
  LoopUringLocalAbstractListenerTest() {
    super("loop", "io_uring", Place.LOCAL_ABSTRACT);
  }
}
