// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class ThreadIocpUdp6DatagramTest extends ConnectorDatagramContract {
  ThreadIocpUdp6DatagramTest() {
    super("thread", "iocp", Place.UDP6);
  }
}
