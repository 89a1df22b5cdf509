// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

class PollWatchRaceTest extends WatchRaceSuite {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "poll");
  }
}
