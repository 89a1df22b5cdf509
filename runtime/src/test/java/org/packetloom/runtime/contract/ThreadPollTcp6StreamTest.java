// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollTcp6StreamTest extends ConnectorStreamContract {
  ThreadPollTcp6StreamTest() {
    super("thread", "poll", Place.TCP6);
  }
}
