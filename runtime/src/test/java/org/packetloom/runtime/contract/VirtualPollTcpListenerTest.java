// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollTcpListenerTest extends ConnectorListenerContract {
  VirtualPollTcpListenerTest() {
    super("virtual", "poll", Place.TCP);
  }
}
