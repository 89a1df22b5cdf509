// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalPathDatagramTest extends ConnectorDatagramContract {
  ThreadEpollLocalPathDatagramTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
