// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpUdp4MessageTest extends MessageContract {
  VirtualIocpUdp4MessageTest() {
    super("virtual");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }
}
