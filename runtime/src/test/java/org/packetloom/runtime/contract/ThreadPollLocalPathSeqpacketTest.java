// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadPollLocalPathSeqpacketTest() {
    super("thread", "poll", Place.LOCAL_PATH);
  }
}
