// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** With a ring that belongs to its runner. */
class UringOwnedChurnTest extends UringChurnTest {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return new OwnedPoller(super.open(platform));
  }
}
