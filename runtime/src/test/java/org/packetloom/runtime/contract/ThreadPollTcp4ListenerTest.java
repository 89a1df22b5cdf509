// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollTcp4ListenerTest extends ConnectorListenerContract {
  ThreadPollTcp4ListenerTest() {
    super("thread", "poll", Place.TCP4);
  }
}
