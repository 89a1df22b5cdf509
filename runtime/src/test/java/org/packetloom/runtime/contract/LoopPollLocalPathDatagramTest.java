// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathDatagramTest extends ConnectorDatagramContract {
  LoopPollLocalPathDatagramTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
