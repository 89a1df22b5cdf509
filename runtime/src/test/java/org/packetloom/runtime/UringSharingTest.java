// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

class UringSharingTest extends SharingTest {
  @Override
  String poller() {
    return "io_uring";
  }
}
