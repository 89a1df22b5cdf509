// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalAbstractStreamTest extends ConnectorStreamContract {
  ThreadPollLocalAbstractStreamTest() {
    super("thread", "poll", Place.LOCAL_ABSTRACT);
  }
}
