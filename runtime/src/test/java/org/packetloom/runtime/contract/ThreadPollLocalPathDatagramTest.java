// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalPathDatagramTest extends ConnectorDatagramContract {
  ThreadPollLocalPathDatagramTest() {
    super("thread", "poll", Place.LOCAL_PATH);
  }
}
