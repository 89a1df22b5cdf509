// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

class UringWatchEndTest extends WatchEndSuite {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "io_uring");
  }
}
