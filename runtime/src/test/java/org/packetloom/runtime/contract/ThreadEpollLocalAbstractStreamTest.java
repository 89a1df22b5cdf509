// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalAbstractStreamTest extends ConnectorStreamContract {
  ThreadEpollLocalAbstractStreamTest() {
    super("thread", "epoll", Place.LOCAL_ABSTRACT);
  }
}
