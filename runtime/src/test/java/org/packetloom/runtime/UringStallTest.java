// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringStallTest extends StallTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
