// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalAbstractListenerTest extends ConnectorListenerContract {
  LoopUringLocalAbstractListenerTest() {
    super("loop", "io_uring", Place.LOCAL_ABSTRACT);
  }
}
