// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalPathServerTest extends ConnectorServerContract {
  LoopUringLocalPathServerTest() {
    super("loop", "io_uring", Place.LOCAL_PATH);
  }
}
