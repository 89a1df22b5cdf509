// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;

class LoopUdp4MessageTest extends MessageContract {
  LoopUdp4MessageTest() {
    super("loop");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }
}
