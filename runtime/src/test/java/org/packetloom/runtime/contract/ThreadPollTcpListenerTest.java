// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollTcpListenerTest extends ConnectorListenerContract {
  ThreadPollTcpListenerTest() {
    super("thread", "poll", Place.TCP);
  }
}
