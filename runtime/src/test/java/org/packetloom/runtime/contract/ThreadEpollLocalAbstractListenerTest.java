// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalAbstractListenerTest extends ConnectorListenerContract {
  ThreadEpollLocalAbstractListenerTest() {
    super("thread", "epoll", Place.LOCAL_ABSTRACT);
  }
}
