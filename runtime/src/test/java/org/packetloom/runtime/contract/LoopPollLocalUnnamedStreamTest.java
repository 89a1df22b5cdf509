// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalUnnamedStreamTest extends ConnectorStreamContract {
  LoopPollLocalUnnamedStreamTest() {
    super("loop", "poll", Place.LOCAL_UNNAMED);
  }
}
