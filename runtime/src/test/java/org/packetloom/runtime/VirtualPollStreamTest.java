// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Streams under the engine {@code virtual} with the poller {@code poll}, a class per place. */
class VirtualPollStreamTest {
  @Nested
  class Tcp4 extends ConnectorStreamContract {
    Tcp4() {
      super("virtual", "poll", Place.TCP4);
    }
  }

  @Nested
  class Tcp6 extends ConnectorStreamContract {
    Tcp6() {
      super("virtual", "poll", Place.TCP6);
    }
  }

  @Nested
  class LocalPath extends ConnectorStreamContract {
    LocalPath() {
      super("virtual", "poll", Place.LOCAL_PATH);
    }
  }

  @Nested
  class LocalAbstract extends ConnectorStreamContract {
    LocalAbstract() {
      super("virtual", "poll", Place.LOCAL_ABSTRACT);
    }
  }

  @Nested
  class LocalUnnamed extends ConnectorStreamContract {
    LocalUnnamed() {
      super("virtual", "poll", Place.LOCAL_UNNAMED);
    }
  }

  @Nested
  class Anon extends ConnectorStreamContract {
    Anon() {
      super("virtual", "poll", Place.ANON);
    }
  }
}
