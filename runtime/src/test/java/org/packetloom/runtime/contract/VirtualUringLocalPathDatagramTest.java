// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringLocalPathDatagramTest extends ConnectorDatagramContract {
  VirtualUringLocalPathDatagramTest() {
    super("virtual", "io_uring", Place.LOCAL_PATH);
  }
}
