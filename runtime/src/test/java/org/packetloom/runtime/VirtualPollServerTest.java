// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Servers under the engine {@code virtual} with the poller {@code poll}, a class per place. */
class VirtualPollServerTest {
  @Nested
  class Tcp4 extends ConnectorServerContract {
    Tcp4() {
      super("virtual", "poll", Place.TCP4);
    }
  }

  @Nested
  class LocalPath extends ConnectorServerContract {
    LocalPath() {
      super("virtual", "poll", Place.LOCAL_PATH);
    }
  }
}
