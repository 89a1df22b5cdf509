// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Streams under the engine {@code thread} with the poller {@code poll}, a class per place. */
class ThreadPollStreamTest {
  @Nested
  class Tcp4 extends ConnectorStreamContract {
    Tcp4() {
      super("thread", "poll", Place.TCP4);
    }
  }

  @Nested
  class Tcp6 extends ConnectorStreamContract {
    Tcp6() {
      super("thread", "poll", Place.TCP6);
    }
  }

  @Nested
  class LocalPath extends ConnectorStreamContract {
    LocalPath() {
      super("thread", "poll", Place.LOCAL_PATH);
    }
  }

  @Nested
  class LocalAbstract extends ConnectorStreamContract {
    LocalAbstract() {
      super("thread", "poll", Place.LOCAL_ABSTRACT);
    }
  }

  @Nested
  class LocalUnnamed extends ConnectorStreamContract {
    LocalUnnamed() {
      super("thread", "poll", Place.LOCAL_UNNAMED);
    }
  }

  @Nested
  class Anon extends ConnectorStreamContract {
    Anon() {
      super("thread", "poll", Place.ANON);
    }
  }
}
