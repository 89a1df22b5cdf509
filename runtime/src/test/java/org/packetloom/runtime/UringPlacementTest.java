// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringPlacementTest extends PlacementTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
