// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringLocalPathListenerTest extends ConnectorListenerContract {
  ThreadUringLocalPathListenerTest() {
    super("thread", "io_uring", Place.LOCAL_PATH);
  }
}
