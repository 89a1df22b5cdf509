// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A thread that runs a poller until it is closed. */
final class Runner implements AutoCloseable {
  private final Poller poller;
  private final AtomicLong rounds = new AtomicLong();
  private final CompletableFuture<Void> done;
  private volatile boolean isClosing;

  /** Starts. */
  Runner(Poller poller) {
    this.poller = poller;
    this.done = CompletableFuture.runAsync(this::run, Thread.ofPlatform().name("runner")::start);
  }

  /** Has the runner wait anew, so that it knows of everything armed before. */
  void awaitRound() {
    long before = rounds.get();
    poller.wake();
    while (rounds.get() == before) {
      Thread.yield();
    }
  }

  @Override
  public void close() {
    isClosing = true;
    poller.wake();
    done.join();
  }

  private void run() {
    try {
      while (!isClosing) {
        poller.await(-1);
        poller.dispatch();
        rounds.incrementAndGet();
      }
    } catch (PollerException e) {
      poller.fail(e);
    }
  }
}
