// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollTcp6ListenerTest extends ConnectorListenerContract {
  ThreadPollTcp6ListenerTest() {
    super("thread", "poll", Place.TCP6);
  }
}
