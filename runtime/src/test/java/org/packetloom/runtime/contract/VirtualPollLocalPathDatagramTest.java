// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalPathDatagramTest extends ConnectorDatagramContract {
  VirtualPollLocalPathDatagramTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
