// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringLocalPathDatagramTest extends ConnectorDatagramContract {
  ThreadUringLocalPathDatagramTest() {
    super("thread", "io_uring", Place.LOCAL_PATH);
  }
}
