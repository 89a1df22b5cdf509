// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringTcp4ListenerTest extends ConnectorListenerContract {
  VirtualUringTcp4ListenerTest() {
    super("virtual", "io_uring", Place.TCP4);
  }
}
