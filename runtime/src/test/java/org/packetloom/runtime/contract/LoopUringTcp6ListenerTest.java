// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringTcp6ListenerTest extends ConnectorListenerContract {
  LoopUringTcp6ListenerTest() {
    super("loop", "io_uring", Place.TCP6);
  }
}
