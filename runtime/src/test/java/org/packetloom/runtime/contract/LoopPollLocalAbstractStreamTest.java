// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalAbstractStreamTest extends ConnectorStreamContract {
  LoopPollLocalAbstractStreamTest() {
    super("loop", "poll", Place.LOCAL_ABSTRACT);
  }
}
