// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathStructuredTest extends StructuredContract {
  LoopPollLocalPathStructuredTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
