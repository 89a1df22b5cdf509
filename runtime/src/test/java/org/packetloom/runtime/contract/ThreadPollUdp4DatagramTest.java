// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadPollUdp4DatagramTest() {
    super("thread", "poll", Place.UDP4);
  }
}
