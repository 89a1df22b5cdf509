// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalPathDatagramTest extends ConnectorDatagramContract {
  LoopUringLocalPathDatagramTest() {
    super("loop", "io_uring", Place.LOCAL_PATH);
  }
}
