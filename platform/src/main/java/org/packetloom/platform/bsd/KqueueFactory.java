// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.unix.UnixCalls;

/**
 * Opens kqueue pollers.
 *
 * @param queues the calls of kqueue(2)
 * @param calls all others
 */
public record KqueueFactory(KqueueCalls queues, UnixCalls calls) implements PollerFactory {
  @Override
  public String name() {
    return KqueuePoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    int kq = queues.kqueue();
    if (kq < 0) {
      return Optional.of(calls.system().errors().poller("kqueue", kq).getMessage());
    }
    int unused = queues.close(kq); // it is gone whatever the result
    return Optional.empty();
  }

  @Override
  public Poller open() throws PollerException {
    return KqueuePoller.open(queues, calls);
  }
}
