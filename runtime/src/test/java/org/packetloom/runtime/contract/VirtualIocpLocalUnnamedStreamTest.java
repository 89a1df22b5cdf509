// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpLocalUnnamedStreamTest extends ConnectorStreamContract {
  VirtualIocpLocalUnnamedStreamTest() {
    super("virtual", "iocp", Place.LOCAL_UNNAMED);
  }
}
