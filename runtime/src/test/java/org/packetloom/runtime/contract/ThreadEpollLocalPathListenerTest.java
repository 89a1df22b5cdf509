// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalPathListenerTest extends ConnectorListenerContract {
  ThreadEpollLocalPathListenerTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
