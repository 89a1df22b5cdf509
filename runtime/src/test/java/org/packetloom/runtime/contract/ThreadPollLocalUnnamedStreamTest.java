// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollLocalUnnamedStreamTest extends ConnectorStreamContract {
  ThreadPollLocalUnnamedStreamTest() {
    super("thread", "poll", Place.LOCAL_UNNAMED);
  }
}
