// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollTcpListenerTest extends ConnectorListenerContract {
  LoopPollTcpListenerTest() {
    super("loop", "poll", Place.TCP);
  }
}
