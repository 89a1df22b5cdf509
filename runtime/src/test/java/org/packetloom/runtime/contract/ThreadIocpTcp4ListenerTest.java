// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpTcp4ListenerTest extends ConnectorListenerContract {
  ThreadIocpTcp4ListenerTest() {
    super("thread", "iocp", Place.TCP4);
  }
}
