// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalSeqpacketServerTest extends ConnectorServerContract {
  VirtualEpollLocalSeqpacketServerTest() {
    super("virtual", "epoll", Place.LOCAL_SEQPACKET);
  }
}
