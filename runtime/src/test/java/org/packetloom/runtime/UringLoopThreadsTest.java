// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringLoopThreadsTest extends LoopThreadsTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
