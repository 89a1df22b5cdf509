// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpPipeMessageStreamTest extends ConnectorStreamContract {
  VirtualIocpPipeMessageStreamTest() {
    super("virtual", "iocp", Place.PIPE_MESSAGE);
  }
}
