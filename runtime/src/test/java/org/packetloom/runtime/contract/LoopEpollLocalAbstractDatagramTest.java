// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalAbstractDatagramTest extends ConnectorDatagramContract {
  LoopEpollLocalAbstractDatagramTest() {
    super("loop", "epoll", Place.LOCAL_ABSTRACT);
  }
}
