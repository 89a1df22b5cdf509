// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollTcp6ListenerTest extends ConnectorListenerContract {
  ThreadPollTcp6ListenerTest() {
    super("thread", "poll", Place.TCP6);
  }
}
