// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpLocalUnnamedStreamTest extends ConnectorStreamContract {
  ThreadIocpLocalUnnamedStreamTest() {
    super("thread", "iocp", Place.LOCAL_UNNAMED);
  }
}
