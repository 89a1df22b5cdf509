// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalAbstractStreamTest extends ConnectorStreamContract {
  VirtualPollLocalAbstractStreamTest() {
    super("virtual", "poll", Place.LOCAL_ABSTRACT);
  }
}
