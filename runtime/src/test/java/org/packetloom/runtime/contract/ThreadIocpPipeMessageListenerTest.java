// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpPipeMessageListenerTest extends ConnectorListenerContract {
  ThreadIocpPipeMessageListenerTest() {
    super("thread", "iocp", Place.PIPE_MESSAGE);
  }
}
