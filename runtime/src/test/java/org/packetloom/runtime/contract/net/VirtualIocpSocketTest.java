// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.junit.jupiter.api.Tag;
import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;

@Tag("iocp")
class VirtualIocpSocketTest extends LoomSocketContract {
  VirtualIocpSocketTest() {
    super("virtual", "iocp", Threads.VIRTUAL, Kind.INTERNET);
  }
}
