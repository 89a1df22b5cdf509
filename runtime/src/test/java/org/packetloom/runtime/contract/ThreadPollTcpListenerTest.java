// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollTcpListenerTest extends ConnectorListenerContract {
  ThreadPollTcpListenerTest() {
    super("thread", "poll", Place.TCP);
  }
}
