// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalPathStreamTest extends ConnectorStreamContract {
  ThreadEpollLocalPathStreamTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
