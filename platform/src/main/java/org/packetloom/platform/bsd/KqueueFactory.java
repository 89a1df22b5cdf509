// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.UnixCalls;

/**
 * Opens kqueue pollers.
 *
 * @param queues the calls of kqueue(2)
 * @param calls all others
 */
public record KqueueFactory(KqueueCalls queues, UnixCalls calls) implements PollerFactory {
  /** Those of the C library, which has kqueue(2) with a {@code struct kevent} as told. */
  public static KqueueFactory ofLibC(KeventLayout layout, UnixCalls calls) {
    return new KqueueFactory(new LibCKqueue(Binder.libC(), layout, calls), calls);
  }

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
