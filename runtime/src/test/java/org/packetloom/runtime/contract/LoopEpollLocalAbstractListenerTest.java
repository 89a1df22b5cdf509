// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalAbstractListenerTest extends ConnectorListenerContract {
  LoopEpollLocalAbstractListenerTest() {
    super("loop", "epoll", Place.LOCAL_ABSTRACT);
  }
}
