// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollTcp4ServerTest extends ConnectorServerContract {
  LoopPollTcp4ServerTest() {
    super("loop", "poll", Place.TCP4);
  }
}
