// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalUnnamedStreamTest extends ConnectorStreamContract {
  ThreadPollLocalUnnamedStreamTest() {
    super("thread", "poll", Place.LOCAL_UNNAMED);
  }
}
