// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpTcp6StreamTest extends ConnectorStreamContract {
  ThreadIocpTcp6StreamTest() {
    super("thread", "iocp", Place.TCP6);
  }
}
