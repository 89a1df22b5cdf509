// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

class UringTransferTest extends TransferSuite {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "io_uring");
  }

  @Override
  protected boolean looksWhenArmed() {
    return true;
  }
}
