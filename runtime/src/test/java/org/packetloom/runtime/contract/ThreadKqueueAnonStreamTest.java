// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class ThreadKqueueAnonStreamTest extends ConnectorStreamContract {
  ThreadKqueueAnonStreamTest() {
    super("thread", "kqueue", Place.ANON);
  }
}
