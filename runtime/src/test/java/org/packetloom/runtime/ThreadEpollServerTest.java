// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Servers under the engine {@code thread} with the poller {@code epoll}, a class per place. */
class ThreadEpollServerTest {
  @Nested
  class Tcp4 extends ConnectorServerContract {
    Tcp4() {
      super("thread", "epoll", Place.TCP4);
    }
  }

  @Nested
  class LocalPath extends ConnectorServerContract {
    LocalPath() {
      super("thread", "epoll", Place.LOCAL_PATH);
    }
  }
}
