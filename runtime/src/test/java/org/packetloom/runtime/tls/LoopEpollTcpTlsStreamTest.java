// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import org.junit.jupiter.api.Tag;

@Tag("matrix") // a write after a torn one has been seen to wait for room that is there
class LoopEpollTcpTlsStreamTest extends TlsStreamContract {
  LoopEpollTcpTlsStreamTest() {
    super("loop", "epoll", "tcp4://127.0.0.1:0");
  }
}
