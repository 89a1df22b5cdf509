// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalPathStructuredTest extends StructuredContract {
  VirtualPollLocalPathStructuredTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
