// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class ThreadKqueueUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadKqueueUdp4DatagramTest() {
    super("thread", "kqueue", Place.UDP4);
  }
}
