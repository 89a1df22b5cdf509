// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.junit.jupiter.api.Tag;
import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;

@Tag("matrix")
class LoopUringServerSocketTest extends LoomServerSocketContract {
  LoopUringServerSocketTest() {
    super("loop", "io_uring", Threads.VIRTUAL, Kind.INTERNET);
  }
}
