// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/** Opens completion ports. */
record IocpFactory(WindowsSystem system) implements PollerFactory {
  @Override
  public String name() {
    return IocpPoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    try {
      IocpPoller.open(system).close();
      return Optional.empty();
    } catch (PollerException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Poller open() throws PollerException {
    return IocpPoller.open(system);
  }
}
