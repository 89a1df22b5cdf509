// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MessagePassingQueue;

/**
 * Hands what is left in the inbox of a loop that has ended to the JDK's scheduler.
 *
 * <p>Of those who ask at the same time one does it for all, and nobody waits: who asks may be a
 * virtual thread that wakes another one, which the JDK pins meanwhile. Pinned threads in the queue
 * of a lock could take every carrier from the thread that is before them there.
 *
 * @param inbox has one consumer at a time: the owner of the loop until it ends, then the one who
 *     found {@code asked} at zero
 * @param asked how often it was asked for since it was last done
 */
record Forwarding(MessagePassingQueue<Runnable> inbox, AtomicInteger asked) {
  static Forwarding of(MessagePassingQueue<Runnable> inbox) {
    return new Forwarding(inbox, new AtomicInteger());
  }

  /** What is in the inbox now is forwarded, by the caller or by another thread that does it. */
  void run() {
    if (asked.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = asked.get();
      for (Runnable task; (task = inbox.poll()) != null; ) {
        VirtualThreads.defaultScheduler().execute(task);
      }
    } while (!asked.compareAndSet(seen, 0));
  }
}
