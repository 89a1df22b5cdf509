// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalSeqpacketServerTest extends ConnectorServerContract {
  LoopEpollLocalSeqpacketServerTest() {
    super("loop", "epoll", Place.LOCAL_SEQPACKET);
  }
}
