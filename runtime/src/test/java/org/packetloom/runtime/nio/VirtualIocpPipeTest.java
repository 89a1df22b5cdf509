// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.PipeContract;

@Tag("iocp")
class VirtualIocpPipeTest extends PipeContract {
  @Override
  protected Channels openChannels() throws Exception {
    return LoomChannels.open("virtual", "iocp");
  }
}
