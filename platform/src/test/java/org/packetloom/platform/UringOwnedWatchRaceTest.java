// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** With a ring that belongs to its runner. */
class UringOwnedWatchRaceTest extends UringWatchRaceTest {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return new OwnedPoller(super.open(platform));
  }

  /** Not so: only the owner of a ring can cancel what goes on there, and does when it runs. */
  @Override
  void endNeedsNoRunner() {}
}
