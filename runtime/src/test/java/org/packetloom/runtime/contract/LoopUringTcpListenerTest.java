// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringTcpListenerTest extends ConnectorListenerContract {
  LoopUringTcpListenerTest() {
    super("loop", "io_uring", Place.TCP);
  }
}
