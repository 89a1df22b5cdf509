// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadPollLocalAbstractSeqpacketTest() {
    super("thread", "poll", Place.LOCAL_ABSTRACT);
  }
}
