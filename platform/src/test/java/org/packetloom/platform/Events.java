// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Records what a poller tells. Safe for use by any thread. */
public final class Events implements Readiness {
  private final AtomicInteger gathered = new AtomicInteger();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<Throwable> cause = new AtomicReference<>();

  /** An empty record. */
  public Events() {}

  @Override
  public void ready(int events) {
    gathered.accumulateAndGet(events, (before, more) -> before | more);
    count.incrementAndGet();
  }

  @Override
  public void failed(Throwable why) {
    cause.set(why);
    failures.incrementAndGet();
  }

  /** All events since the last {@link #take()}. */
  public int gathered() {
    return gathered.get();
  }

  /** Takes all events away. */
  public int take() {
    return gathered.getAndSet(0);
  }

  /** How often an event was told. */
  public int count() {
    return count.get();
  }

  /** How often a failure was told. */
  public int failures() {
    return failures.get();
  }

  /** The last failure told; null if none was. */
  public Throwable cause() {
    return cause.get();
  }
}
