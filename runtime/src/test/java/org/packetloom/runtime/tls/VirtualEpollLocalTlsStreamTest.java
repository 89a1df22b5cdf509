// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

class VirtualEpollLocalTlsStreamTest extends TlsStreamContract {
  VirtualEpollLocalTlsStreamTest() {
    super("virtual", "epoll", "local://");
  }
}
