// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollLocalPathStreamTest extends ConnectorStreamContract {
  ThreadPollLocalPathStreamTest() {
    super("thread", "poll", Place.LOCAL_PATH);
  }
}
