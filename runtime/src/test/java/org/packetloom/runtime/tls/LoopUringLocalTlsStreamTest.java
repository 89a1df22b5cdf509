// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringLocalTlsStreamTest extends TlsStreamContract {
  LoopUringLocalTlsStreamTest() {
    super("loop", "io_uring", "local://");
  }
}
