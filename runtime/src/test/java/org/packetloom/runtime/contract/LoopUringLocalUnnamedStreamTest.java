// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalUnnamedStreamTest extends ConnectorStreamContract {
  LoopUringLocalUnnamedStreamTest() {
    super("loop", "io_uring", Place.LOCAL_UNNAMED);
  }
}
