// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class SimulatedLocalPathDatagramTest extends SimulatedDatagramContract {
  SimulatedLocalPathDatagramTest() {
    super("virtual", "epoll", Place.LOCAL_PATH, "perfect");
  }
}
