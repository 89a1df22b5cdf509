// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadUringUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadUringUdp4DatagramTest() {
    super("thread", "io_uring", Place.UDP4);
  }
}
