// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Loop} has to run: a queue of its owner, and an inbox for everybody else.
 *
 * <p>"The owner's" below is what {@link LoopState} allows the owner in the phase LOOP, and a thief
 * in the phase VISIT.
 */
final class RunQueue {
  private static final int MOST_SHARED = 64;

  /** Most that one task counts for in the average: a stall is no measure of the others. */
  private static final long MOST_COUNTED_NANOS = 1_000_000;

  private static final VarHandle QUEUED;
  private static final VarHandle BACKLOG;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      QUEUED = lookup.findVarHandle(RunQueue.class, "queued", int.class);
      BACKLOG = lookup.findVarHandle(RunQueue.class, "backlogNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ArrayDeque<Runnable> queue = new ArrayDeque<>(1024); // the owner's
  private final MessagePassingQueue<Runnable> inbox = new MpscUnboundedAtomicArrayQueue<>(1024);
  private long average; // the owner's; nanoseconds that a task takes

  /**
   * How long the queue will take to run; written by the owner and by thieves, read by thieves,
   * through BACKLOG: what they see need not be the latest.
   */
  @SuppressWarnings("unused") // through BACKLOG
  private long backlogNanos;

  /** Tasks in the queue as the running one began; written by the owner, read through QUEUED. */
  @SuppressWarnings("unused") // through QUEUED
  private int queued;

  // ---- any thread's

  /**
   * Puts a task into the inbox, and what follows after it in the eyes of the owner, who says first
   * that it sleeps and then looks at the inbox.
   */
  void offer(Runnable task) {
    inbox.offer(task);
    VarHandle.fullFence(); // the queue's stores are releases only, where it takes a new chunk
  }

  /** Whether tasks wait behind the one that runs. */
  boolean hasMore() {
    return (int) QUEUED.getOpaque(this) > 0 || !inbox.isEmpty();
  }

  /** How many wait, roughly. */
  int waiting() {
    return (int) QUEUED.getOpaque(this) + inbox.size();
  }

  /** How long those in the queue will take. */
  long backlogNanos() {
    return (long) BACKLOG.getOpaque(this);
  }

  // ---- the owner's

  void add(Runnable task) {
    queue.addLast(task);
  }

  boolean isEmpty() {
    return queue.isEmpty() && inbox.isEmpty();
  }

  /** Takes the inbox in; how many there are to run then. */
  int drain() {
    for (Runnable task; (task = inbox.relaxedPoll()) != null; ) {
      queue.addLast(task);
    }
    return queue.size();
  }

  /** How many the owner has taken in. */
  int size() {
    return queue.size();
  }

  /** Some of them are about to run: says how long those behind the first will take. */
  void beginSample() {
    BACKLOG.setOpaque(this, (queue.size() - 1) * average);
  }

  /** The next task, null if there is none; says how many are left. */
  @Nullable Runnable next() {
    Runnable task = queue.pollFirst();
    QUEUED.setOpaque(this, queue.size());
    return task;
  }

  /** So many tasks took so long. */
  void endSample(int count, long nanos) {
    average += (Math.min(nanos / count, MOST_COUNTED_NANOS) - average) >> 3;
  }

  /** The owner looks elsewhere now; nothing can be taken. */
  void endBatch() {
    BACKLOG.setOpaque(this, 0L);
  }

  /** Takes half of another queue's tasks, which the caller visits; how many. */
  int takeFrom(RunQueue victim) {
    int count = Math.min((victim.queue.size() + 1) / 2, MOST_SHARED);
    for (int i = 0; i < count; i++) {
      queue.addLast(victim.queue.pollFirst());
    }
    QUEUED.setOpaque(victim, victim.queue.size());
    BACKLOG.setOpaque(victim, victim.queue.size() * victim.average);
    return count;
  }

  /** Gives the queue away. */
  void empty(Consumer<Runnable> to) {
    for (Runnable task; (task = queue.pollFirst()) != null; ) {
      to.accept(task);
    }
  }

  /** Gives the inbox away, with all that is about to get into it. */
  void emptyInbox(Consumer<Runnable> to) {
    for (Runnable task; (task = inbox.poll()) != null; ) {
      to.accept(task);
    }
  }
}
