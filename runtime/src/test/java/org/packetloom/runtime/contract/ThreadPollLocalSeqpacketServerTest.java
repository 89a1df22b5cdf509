// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalSeqpacketServerTest extends ConnectorServerContract {
  ThreadPollLocalSeqpacketServerTest() {
    super("thread", "poll", Place.LOCAL_SEQPACKET);
  }
}
