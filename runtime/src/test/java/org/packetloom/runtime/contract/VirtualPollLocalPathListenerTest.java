// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalPathListenerTest extends ConnectorListenerContract {
  VirtualPollLocalPathListenerTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
