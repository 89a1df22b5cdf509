// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollTcp4StreamTest extends ConnectorStreamContract {
  LoopPollTcp4StreamTest() {
    super("loop", "poll", Place.TCP4);
  }
}
