// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/** Opens io_uring pollers. */
record UringFactory(SystemCalls calls) implements PollerFactory {
  @Override
  public String name() {
    return UringPoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    try {
      UringPoller.open(calls).close();
      return Optional.empty();
    } catch (PollerException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Poller open() throws PollerException {
    return UringPoller.open(calls);
  }
}
