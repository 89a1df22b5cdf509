// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.SelectorContract;

class VirtualEpollSelectorTest extends SelectorContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "epoll");
  }
}
