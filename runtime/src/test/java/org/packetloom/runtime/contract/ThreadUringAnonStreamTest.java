// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadUringAnonStreamTest extends ConnectorStreamContract {
  ThreadUringAnonStreamTest() {
    super("thread", "io_uring", Place.ANON);
  }
}
