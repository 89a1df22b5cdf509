// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollTcp4ListenerTest extends ConnectorListenerContract {
  ThreadPollTcp4ListenerTest() {
    super("thread", "poll", Place.TCP4);
  }
}
