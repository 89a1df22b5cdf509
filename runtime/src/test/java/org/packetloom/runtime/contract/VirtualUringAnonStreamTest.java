// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualUringAnonStreamTest extends ConnectorStreamContract {
  VirtualUringAnonStreamTest() {
    super("virtual", "io_uring", Place.ANON);
  }
}
