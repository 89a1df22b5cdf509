// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollAnonStreamTest extends ConnectorStreamContract {
  LoopPollAnonStreamTest() {
    super("loop", "poll", Place.ANON);
  }
}
