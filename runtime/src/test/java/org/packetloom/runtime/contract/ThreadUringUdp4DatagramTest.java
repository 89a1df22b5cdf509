// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadUringUdp4DatagramTest() {
    super("thread", "io_uring", Place.UDP4);
  }
}
