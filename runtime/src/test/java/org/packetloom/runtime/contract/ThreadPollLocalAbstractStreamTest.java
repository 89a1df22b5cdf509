// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollLocalAbstractStreamTest extends ConnectorStreamContract {
  ThreadPollLocalAbstractStreamTest() {
    super("thread", "poll", Place.LOCAL_ABSTRACT);
  }
}
