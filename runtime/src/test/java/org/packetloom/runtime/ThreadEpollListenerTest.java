// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Listeners under the engine {@code thread} with the poller {@code epoll}, a class per place. */
class ThreadEpollListenerTest {
  @Nested
  class Tcp extends ConnectorListenerContract {
    Tcp() {
      super("thread", "epoll", Place.TCP);
    }
  }

  @Nested
  class Tcp4 extends ConnectorListenerContract {
    Tcp4() {
      super("thread", "epoll", Place.TCP4);
    }
  }

  @Nested
  class Tcp6 extends ConnectorListenerContract {
    Tcp6() {
      super("thread", "epoll", Place.TCP6);
    }
  }

  @Nested
  class LocalPath extends ConnectorListenerContract {
    LocalPath() {
      super("thread", "epoll", Place.LOCAL_PATH);
    }
  }

  @Nested
  class LocalAbstract extends ConnectorListenerContract {
    LocalAbstract() {
      super("thread", "epoll", Place.LOCAL_ABSTRACT);
    }
  }
}
