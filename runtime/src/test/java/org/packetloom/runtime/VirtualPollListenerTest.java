// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Listeners under the engine {@code virtual} with the poller {@code poll}, a class per place. */
class VirtualPollListenerTest {
  @Nested
  class Tcp extends ConnectorListenerContract {
    Tcp() {
      super("virtual", "poll", Place.TCP);
    }
  }

  @Nested
  class Tcp4 extends ConnectorListenerContract {
    Tcp4() {
      super("virtual", "poll", Place.TCP4);
    }
  }

  @Nested
  class Tcp6 extends ConnectorListenerContract {
    Tcp6() {
      super("virtual", "poll", Place.TCP6);
    }
  }

  @Nested
  class LocalPath extends ConnectorListenerContract {
    LocalPath() {
      super("virtual", "poll", Place.LOCAL_PATH);
    }
  }

  @Nested
  class LocalAbstract extends ConnectorListenerContract {
    LocalAbstract() {
      super("virtual", "poll", Place.LOCAL_ABSTRACT);
    }
  }
}
