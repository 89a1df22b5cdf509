// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

class LoopEpollTcpTlsStreamTest extends TlsStreamContract {
  LoopEpollTcpTlsStreamTest() {
    super("loop", "epoll", "tcp4://127.0.0.1:0");
  }
}
