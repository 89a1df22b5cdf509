// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathStreamTest extends ConnectorStreamContract {
  LoopPollLocalPathStreamTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
