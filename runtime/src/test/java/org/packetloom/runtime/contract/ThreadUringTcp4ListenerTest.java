// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadUringTcp4ListenerTest extends ConnectorListenerContract {
  ThreadUringTcp4ListenerTest() {
    super("thread", "io_uring", Place.TCP4);
  }
}
