// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalAbstractListenerTest extends ConnectorListenerContract {
  VirtualPollLocalAbstractListenerTest() {
    super("virtual", "poll", Place.LOCAL_ABSTRACT);
  }
}
