// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringAnonStreamTest extends ConnectorStreamContract {
  VirtualUringAnonStreamTest() {
    super("virtual", "io_uring", Place.ANON);
  }
}
