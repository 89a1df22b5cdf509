// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalPathListenerTest extends ConnectorListenerContract {
  LoopUringLocalPathListenerTest() {
    super("loop", "io_uring", Place.LOCAL_PATH);
  }
}
