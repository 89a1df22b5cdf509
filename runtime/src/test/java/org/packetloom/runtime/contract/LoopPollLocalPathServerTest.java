// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathServerTest extends ConnectorServerContract {
  LoopPollLocalPathServerTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
