// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class IocpPollerTest extends PollerSuite {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "iocp");
  }
}
