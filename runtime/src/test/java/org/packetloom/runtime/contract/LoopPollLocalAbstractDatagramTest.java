// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalAbstractDatagramTest extends ConnectorDatagramContract {
  LoopPollLocalAbstractDatagramTest() {
    super("loop", "poll", Place.LOCAL_ABSTRACT);
  }
}
