// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollTcp4StreamTest extends ConnectorStreamContract {
  VirtualPollTcp4StreamTest() {
    super("virtual", "poll", Place.TCP4);
  }
}
