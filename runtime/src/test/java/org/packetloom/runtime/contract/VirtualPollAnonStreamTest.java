// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollAnonStreamTest extends ConnectorStreamContract {
  VirtualPollAnonStreamTest() {
    super("virtual", "poll", Place.ANON);
  }
}
