// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;

class VirtualEpollMulticastSocketTest extends LoomMulticastSocketContract {
  VirtualEpollMulticastSocketTest() {
    super("virtual", "epoll", Threads.VIRTUAL, Kind.INTERNET);
  }
}
