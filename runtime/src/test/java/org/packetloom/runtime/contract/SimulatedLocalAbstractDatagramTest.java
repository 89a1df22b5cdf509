// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class SimulatedLocalAbstractDatagramTest extends SimulatedDatagramContract {
  SimulatedLocalAbstractDatagramTest() {
    super("thread", "poll", Place.LOCAL_ABSTRACT, "delay=20us,jitter=20us,keep-order=yes");
  }
}
