// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalUnnamedStreamTest extends ConnectorStreamContract {
  VirtualPollLocalUnnamedStreamTest() {
    super("virtual", "poll", Place.LOCAL_UNNAMED);
  }
}
