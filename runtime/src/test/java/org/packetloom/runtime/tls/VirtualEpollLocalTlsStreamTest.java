// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualEpollLocalTlsStreamTest extends TlsStreamContract {
  VirtualEpollLocalTlsStreamTest() {
    super("virtual", "epoll", "local://");
  }
}
