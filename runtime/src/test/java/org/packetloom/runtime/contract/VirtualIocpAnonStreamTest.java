// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpAnonStreamTest extends ConnectorStreamContract {
  VirtualIocpAnonStreamTest() {
    super("virtual", "iocp", Place.ANON);
  }
}
