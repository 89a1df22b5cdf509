// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalAbstractDatagramTest extends ConnectorDatagramContract {
  ThreadPollLocalAbstractDatagramTest() {
    super("thread", "poll", Place.LOCAL_ABSTRACT);
  }
}
