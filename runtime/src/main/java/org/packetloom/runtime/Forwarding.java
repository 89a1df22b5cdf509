// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands what is left in the inbox of a loop that has ended to the JDK's scheduler.
 *
 * <p>Of those who ask at the same time one does it for all, and nobody waits: who asks may be a
 * virtual thread that wakes another one, which the JDK pins meanwhile. Pinned threads in the queue
 * of a lock could take every carrier from the thread that is before them there.
 *
 * @param tasks whose inbox has one consumer at a time: the owner of the loop until it ends, then
 *     the one who found {@code asked} at zero
 * @param asked how often it was asked for since it was last done
 */
record Forwarding(RunQueue tasks, AtomicInteger asked) {
  static Forwarding of(RunQueue tasks) {
    return new Forwarding(tasks, new AtomicInteger());
  }

  /** What is in the inbox now is forwarded, by the caller or by another thread that does it. */
  void run() {
    if (asked.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = asked.get();
      tasks.emptyInbox(VirtualThreads.defaultScheduler()::execute);
    } while (!asked.compareAndSet(seen, 0));
  }
}
