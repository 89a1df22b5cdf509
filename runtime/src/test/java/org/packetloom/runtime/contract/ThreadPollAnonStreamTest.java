// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollAnonStreamTest extends ConnectorStreamContract {
  ThreadPollAnonStreamTest() {
    super("thread", "poll", Place.ANON);
  }
}
