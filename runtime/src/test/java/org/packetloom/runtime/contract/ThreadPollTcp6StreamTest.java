// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollTcp6StreamTest extends ConnectorStreamContract {
  ThreadPollTcp6StreamTest() {
    super("thread", "poll", Place.TCP6);
  }
}
