// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalPathStreamTest extends ConnectorStreamContract {
  LoopUringLocalPathStreamTest() {
    super("loop", "io_uring", Place.LOCAL_PATH);
  }
}
