// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.junit.jupiter.api.Tag;
import org.packetloom.platform.bsd.ImitatedBsd;

@Tag("kqueue")
class ImitatedBsdTransferTest extends TransferSuite {
  @Override
  protected Platform platform() {
    return ImitatedBsd.platform();
  }

  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "poll");
  }
}
