// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringLoopEndTest extends LoopEndTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
