// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalSeqpacketServerTest extends ConnectorServerContract {
  ThreadEpollLocalSeqpacketServerTest() {
    super("thread", "epoll", Place.LOCAL_SEQPACKET);
  }
}
