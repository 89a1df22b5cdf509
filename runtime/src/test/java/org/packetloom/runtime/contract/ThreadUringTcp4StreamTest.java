// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringTcp4StreamTest extends ConnectorStreamContract {
  ThreadUringTcp4StreamTest() {
    super("thread", "io_uring", Place.TCP4);
  }
}
