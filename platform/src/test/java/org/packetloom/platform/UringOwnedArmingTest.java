// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.junit.jupiter.api.Test;

/** With a ring that belongs to its runner. */
class UringOwnedArmingTest extends UringArmingTest {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return new OwnedPoller(super.open(platform));
  }

  @Test
  @Override
  void descriptorClosedUnderAnArmedTransferIsTold() throws Exception {
    poller.await(0); // or else the owner's ring would get the number of what is closed
    super.descriptorClosedUnderAnArmedTransferIsTold();
  }
}
