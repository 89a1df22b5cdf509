// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.Deadline;

/**
 * A child and all that descend from it, as they are found while the child runs: once it has ended,
 * nobody can tell any more whose they are.
 *
 * <p>The end of a child is told by the JDK. That of others has to be looked for, and one whose
 * parent does not ask for its status stays on as a name without a program: nothing runs there.
 *
 * @param child the child
 * @param others its children, theirs, and so on
 */
record Family(Process child, List<ProcessHandle> others) {
  private static final long FIRST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  /** How long the system may take to end a process by force, before that is a failure. */
  private static final Duration FORCE_LIMIT = Duration.ofSeconds(30);

  /** Those that run now. */
  static Family of(Process child) {
    return new Family(child, child.isAlive() ? child.descendants().toList() : List.of());
  }

  /** Asks all to terminate, forces those that do not in time, and waits; interrupts are put off. */
  void end(Duration grace, String name) throws IOException {
    if (!grace.isZero()) {
      child.destroy();
      others.forEach(ProcessHandle::destroy);
    }
    if (hasEndedBy(Deadline.after(grace))) {
      return;
    }
    child.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    boolean unused = hasEndedBy(Deadline.after(FORCE_LIMIT));
    if (child.isAlive()) {
      throw new IOException("close " + name + ": it runs on after it was forced to end");
    }
  }

  private boolean hasEndedBy(Deadline deadline) {
    Thread waiter = Thread.currentThread();
    var _ = child.onExit().thenRun(() -> LockSupport.unpark(waiter));
    boolean wasInterrupted = false;
    long pause = FIRST_PAUSE_NANOS;
    while (isRunning() && !deadline.hasPassed()) {
      long left = deadline.remaining().toNanos();
      LockSupport.parkNanos(this, others.isEmpty() ? left : Math.min(left, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      wasInterrupted |= Thread.interrupted(); // it would end every pause at once
    }
    if (wasInterrupted) {
      waiter.interrupt();
    }
    return !isRunning();
  }

  private boolean isRunning() {
    return child.isAlive() || others.stream().anyMatch(Family::isRunning);
  }

  private static boolean isRunning(ProcessHandle other) {
    return other.isAlive() && other.info().command().isPresent();
  }
}
