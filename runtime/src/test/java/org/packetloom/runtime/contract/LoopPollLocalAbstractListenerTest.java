// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalAbstractListenerTest extends ConnectorListenerContract {
  LoopPollLocalAbstractListenerTest() {
    super("loop", "poll", Place.LOCAL_ABSTRACT);
  }
}
