// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpTcp4StreamTest extends ConnectorStreamContract {
  ThreadIocpTcp4StreamTest() {
    super("thread", "iocp", Place.TCP4);
  }
}
