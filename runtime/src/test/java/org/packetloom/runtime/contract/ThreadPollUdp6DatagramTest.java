// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollUdp6DatagramTest extends ConnectorDatagramContract {
  ThreadPollUdp6DatagramTest() {
    super("thread", "poll", Place.UDP6);
  }
}
