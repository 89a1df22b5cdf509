// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualUringTcpTlsStreamTest extends TlsStreamContract {
  VirtualUringTcpTlsStreamTest() {
    super("virtual", "io_uring", "tcp4://127.0.0.1:0");
  }
}
