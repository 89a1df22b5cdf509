// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class ThreadKqueueLocalPathStreamTest extends ConnectorStreamContract {
  ThreadKqueueLocalPathStreamTest() {
    super("thread", "kqueue", Place.LOCAL_PATH);
  }
}
