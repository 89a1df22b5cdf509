// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollTcp4StreamTest extends ConnectorStreamContract {
  ThreadPollTcp4StreamTest() {
    super("thread", "poll", Place.TCP4);
  }
}
