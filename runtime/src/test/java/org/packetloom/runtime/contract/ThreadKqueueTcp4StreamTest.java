// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class ThreadKqueueTcp4StreamTest extends ConnectorStreamContract {
  ThreadKqueueTcp4StreamTest() {
    super("thread", "kqueue", Place.TCP4);
  }
}
