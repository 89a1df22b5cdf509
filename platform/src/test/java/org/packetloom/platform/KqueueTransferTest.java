// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class KqueueTransferTest extends TransferSuite {
  @Override
  protected Platform platform() throws UnsupportedPlatformException {
    return Pollers.platform("kqueue");
  }

  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "kqueue");
  }

  @Override
  protected boolean tellsUrgentData() {
    return false;
  }
}
