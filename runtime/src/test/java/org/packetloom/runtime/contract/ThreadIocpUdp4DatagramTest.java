// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadIocpUdp4DatagramTest() {
    super("thread", "iocp", Place.UDP4);
  }
}
