// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;

@org.junit.jupiter.api.Tag("matrix")
class ThreadUdp4MessageTest extends MessageContract {
  ThreadUdp4MessageTest() {
    super("thread");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }
}
