// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollTcp6ListenerTest extends ConnectorListenerContract {
  VirtualPollTcp6ListenerTest() {
    super("virtual", "poll", Place.TCP6);
  }
}
