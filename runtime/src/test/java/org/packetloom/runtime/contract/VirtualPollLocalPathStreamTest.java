// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalPathStreamTest extends ConnectorStreamContract {
  VirtualPollLocalPathStreamTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
