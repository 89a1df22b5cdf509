// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;

class VirtualEpollDatagramSocketTest extends LoomDatagramSocketContract {
  VirtualEpollDatagramSocketTest() {
    super("virtual", "epoll", Threads.VIRTUAL, Kind.INTERNET);
  }
}
