// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringStalledArrivalTest extends StalledArrivalTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
