// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * Waits on behalf of virtual threads that pump, which must not wait in the kernel: on a platform
 * thread; a {@link WaitHelper} orders the two.
 */
final class PumpWait {
  private final ReactorCore core;
  private final WaitHelper helper = new WaitHelper("packetloom-pump", this::await);

  private long mostNanos; // ordered by the helper
  private long postedBefore; // ordered by the helper

  PumpWait(ReactorCore core) {
    this.core = core;
  }

  /** As {@link ReactorCore#step}. */
  boolean step(long most) {
    if (!Thread.currentThread().isVirtual() || most == 0) {
      return core.step(most);
    }
    long before = core.posted();
    if (!core.tryAwait(most)) {
      awaitElsewhere(most, before);
    }
    return core.tell(before);
  }

  private void awaitElsewhere(long most, long before) {
    mostNanos = most;
    postedBefore = before;
    Throwable ended = helper.await().orElse(null);
    if (ended != null) {
      throw new IllegalStateException("the wait failed", ended);
    }
  }

  private void await() {
    core.await(mostNanos, postedBefore);
  }

  /** Ends the helper; nobody pumps any more. */
  void close() {
    helper.close();
  }
}
