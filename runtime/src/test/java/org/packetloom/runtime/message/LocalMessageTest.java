// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.file.Path;

class LocalMessageTest extends MessageContract {
  LocalMessageTest() {
    super("virtual");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "local://" + folder.resolve("m" + number) + "?behaviour=datagram";
  }
}
