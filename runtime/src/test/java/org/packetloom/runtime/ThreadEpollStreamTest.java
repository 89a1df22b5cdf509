// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Streams under the engine {@code thread} with the poller {@code epoll}, a class per place. */
class ThreadEpollStreamTest {
  @Nested
  class Tcp4 extends ConnectorStreamContract {
    Tcp4() {
      super("thread", "epoll", Place.TCP4);
    }
  }

  @Nested
  class Tcp6 extends ConnectorStreamContract {
    Tcp6() {
      super("thread", "epoll", Place.TCP6);
    }
  }

  @Nested
  class LocalPath extends ConnectorStreamContract {
    LocalPath() {
      super("thread", "epoll", Place.LOCAL_PATH);
    }
  }

  @Nested
  class LocalAbstract extends ConnectorStreamContract {
    LocalAbstract() {
      super("thread", "epoll", Place.LOCAL_ABSTRACT);
    }
  }

  @Nested
  class LocalUnnamed extends ConnectorStreamContract {
    LocalUnnamed() {
      super("thread", "epoll", Place.LOCAL_UNNAMED);
    }
  }

  @Nested
  class Anon extends ConnectorStreamContract {
    Anon() {
      super("thread", "epoll", Place.ANON);
    }
  }
}
