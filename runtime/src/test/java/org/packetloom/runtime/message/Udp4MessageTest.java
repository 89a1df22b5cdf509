// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;

class Udp4MessageTest extends MessageContract {
  Udp4MessageTest() {
    super("virtual");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }
}
