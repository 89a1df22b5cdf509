// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpPipeListenerTest extends ConnectorListenerContract {
  ThreadIocpPipeListenerTest() {
    super("thread", "iocp", Place.PIPE);
  }
}
