// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.OwnedPoller;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/** With a ring that belongs to its runner. */
class UringOwnedFaultsTest extends UringFaultsTest {
  @Override
  Poller open() throws PollerException {
    return new OwnedPoller(super.open());
  }
}
