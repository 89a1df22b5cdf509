// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;

/** Runs each poller on a platform thread of its own: the engine {@code thread}. */
final class PlatformPollerThreads implements PollerThreads {
  private final List<RunningPoller> pollers;
  private final List<Thread> threads = new ArrayList<>();

  PlatformPollerThreads(List<RunningPoller> pollers) {
    this.pollers = pollers;
    for (int i = 0; i < pollers.size(); i++) {
      RunningPoller poller = pollers.get(i);
      threads.add(
          Thread.ofPlatform().daemon().name("packetloom-poller-" + i).unstarted(() -> run(poller)));
    }
  }

  @Override
  public void start() {
    threads.forEach(Thread::start);
  }

  private static void run(RunningPoller poller) {
    try {
      while (poller.isAlive()) {
        poller.poll(-1);
      }
    } catch (Throwable e) {
      poller.fail(e);
    }
  }

  @Override
  public void close() {
    pollers.forEach(RunningPoller::stop);
    threads.forEach(Joining::join);
  }
}
