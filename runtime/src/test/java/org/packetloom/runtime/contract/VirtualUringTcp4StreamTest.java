// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringTcp4StreamTest extends ConnectorStreamContract {
  VirtualUringTcp4StreamTest() {
    super("virtual", "io_uring", Place.TCP4);
  }
}
