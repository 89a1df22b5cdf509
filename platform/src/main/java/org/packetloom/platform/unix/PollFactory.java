// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/** Opens poll pollers. */
public record PollFactory(UnixCalls calls) implements PollerFactory {
  @Override
  public String name() {
    return PollPoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty(); // POSIX has it
  }

  @Override
  public Poller open() throws PollerException {
    return PollPoller.open(calls);
  }
}
