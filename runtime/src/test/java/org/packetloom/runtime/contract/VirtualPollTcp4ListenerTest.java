// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollTcp4ListenerTest extends ConnectorListenerContract {
  VirtualPollTcp4ListenerTest() {
    super("virtual", "poll", Place.TCP4);
  }
}
