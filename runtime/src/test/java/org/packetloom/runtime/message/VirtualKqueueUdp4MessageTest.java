// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueUdp4MessageTest extends MessageContract {
  VirtualKqueueUdp4MessageTest() {
    super("virtual", "kqueue");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }
}
