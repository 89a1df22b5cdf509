// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class KqueueWatchEndTest extends WatchEndSuite {
  @Override
  protected Platform platform() throws UnsupportedPlatformException {
    return Pollers.platform("kqueue");
  }

  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "kqueue");
  }
}
