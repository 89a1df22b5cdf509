// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Nested;

/** Servers under the engine {@code thread} with the poller {@code poll}, a class per place. */
class ThreadPollServerTest {
  @Nested
  class Tcp4 extends ConnectorServerContract {
    Tcp4() {
      super("thread", "poll", Place.TCP4);
    }
  }

  @Nested
  class LocalPath extends ConnectorServerContract {
    LocalPath() {
      super("thread", "poll", Place.LOCAL_PATH);
    }
  }
}
