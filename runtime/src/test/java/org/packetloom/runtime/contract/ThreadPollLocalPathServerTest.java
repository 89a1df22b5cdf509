// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalPathServerTest extends ConnectorServerContract {
  ThreadPollLocalPathServerTest() {
    super("thread", "poll", Place.LOCAL_PATH);
  }
}
