// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Records what a watch tells, and does something about it. Safe for use by any thread. */
public final class Tellings implements Watcher {
  private final AtomicInteger gathered = new AtomicInteger();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<Throwable> cause = new AtomicReference<>();
  private volatile IntConsumer action = _ -> {};

  /** An empty record. */
  public Tellings() {}

  /** What to do when told. */
  public void whenTold(IntConsumer what) {
    action = what;
  }

  @Override
  public void told(int events) {
    gathered.accumulateAndGet(events, (before, more) -> before | more);
    count.incrementAndGet();
    action.accept(events);
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

  /** How often something was told. */
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
