// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/** Opens epoll pollers. */
record EpollFactory(SystemCalls calls) implements PollerFactory {
  @Override
  public String name() {
    return EpollPoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    // Every kernel has epoll, but a sandbox may forbid it.
    int epfd = calls.events().epoll_create1(Constants.EPOLL_CLOEXEC);
    if (epfd < 0) {
      return Optional.of(Failures.poller("epoll_create1", epfd).getMessage());
    }
    int unused = calls.unix().descriptors().close(epfd); // it is gone whatever the result
    return Optional.empty();
  }

  @Override
  public Poller open() throws PollerException {
    return EpollPoller.open(calls);
  }
}
