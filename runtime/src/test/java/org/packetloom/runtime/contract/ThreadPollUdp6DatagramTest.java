// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollUdp6DatagramTest extends ConnectorDatagramContract {
  ThreadPollUdp6DatagramTest() {
    super("thread", "poll", Place.UDP6);
  }
}
