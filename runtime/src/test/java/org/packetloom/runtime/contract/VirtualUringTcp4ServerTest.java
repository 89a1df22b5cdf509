// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringTcp4ServerTest extends ConnectorServerContract {
  VirtualUringTcp4ServerTest() {
    super("virtual", "io_uring", Place.TCP4);
  }
}
