// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringLoopStressTest extends LoopStressTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
