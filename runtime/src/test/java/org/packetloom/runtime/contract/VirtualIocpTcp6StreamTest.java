// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpTcp6StreamTest extends ConnectorStreamContract {
  VirtualIocpTcp6StreamTest() {
    super("virtual", "iocp", Place.TCP6);
  }
}
