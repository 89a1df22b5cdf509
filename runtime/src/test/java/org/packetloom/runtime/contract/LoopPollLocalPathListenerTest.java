// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathListenerTest extends ConnectorListenerContract {
  LoopPollLocalPathListenerTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
