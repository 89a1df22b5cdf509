// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalPathServerTest extends ConnectorServerContract {
  ThreadEpollLocalPathServerTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
