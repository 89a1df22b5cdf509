// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalAbstractDatagramTest extends ConnectorDatagramContract {
  LoopUringLocalAbstractDatagramTest() {
    super("loop", "io_uring", Place.LOCAL_ABSTRACT);
  }
}
