// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringTcp4ListenerTest extends ConnectorListenerContract {
  LoopUringTcp4ListenerTest() {
    super("loop", "io_uring", Place.TCP4);
  }
}
