// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadUringLocalPathSeqpacketTest() {
    super("thread", "io_uring", Place.LOCAL_PATH);
  }
}
