// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on virtual threads, so many at once: the worker mode of a reactor.
 *
 * <p>Nobody waits for tasks: a worker is started when there is a task and room, takes tasks until
 * there are none, and ends. A task is queued first, and then {@code active} is looked at; a worker
 * leaves {@code active} first, and then looks at the queue once more. So a task is seen by one of
 * them. {@code limit} may change at any time; a worker looks at it between tasks.
 */
final class ReactorWorkers implements ReactorQueue {
  private final ThreadFactory threads;
  private final Queue<ReactorTask> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  private volatile int limit; // written by any thread
  private volatile boolean closed;
  private volatile @Nullable Thread closing; // who waits for the workers to end

  ReactorWorkers(ThreadFactory threads, int limit) {
    this.threads = threads;
    this.limit = limit;
  }

  @Override
  public void add(ReactorTask task) {
    queued.incrementAndGet();
    tasks.add(task);
    startIfRoom();
  }

  int limit() {
    return limit;
  }

  /** Changes how many may run at once. */
  void limit(int count) {
    limit = count;
    int more = Math.min(count, queued.get());
    for (int i = 0; i < more; i++) {
      startIfRoom();
    }
  }

  int queued() {
    return queued.get();
  }

  int active() {
    return active.get();
  }

  private void startIfRoom() {
    if (tryEnter()) {
      Thread worker = threads.newThread(this::work);
      workers.add(worker);
      try {
        worker.start();
      } catch (Throwable e) { // no memory for a thread: the next task tries again
        workers.remove(worker);
        leave();
        throw e;
      }
    }
  }

  private boolean tryEnter() {
    while (true) {
      int running = active.get();
      if (running >= limit || closed) {
        return false;
      }
      if (active.compareAndSet(running, running + 1)) {
        return true;
      }
    }
  }

  private void leave() {
    active.decrementAndGet();
    Thread waiting = closing;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  private void work() {
    try {
      do {
        runAll();
        leave();
      } while (!tasks.isEmpty() && tryEnter());
    } finally {
      workers.remove(Thread.currentThread());
    }
  }

  private void runAll() {
    while (active.get() <= limit && !closed) {
      ReactorTask task = tasks.poll();
      if (task == null) {
        return;
      }
      queued.decrementAndGet();
      try {
        task.run();
      } catch (Throwable e) { // not of a handler: those are caught
        Thread me = Thread.currentThread();
        me.getUncaughtExceptionHandler().uncaughtException(me, e);
      }
      if (!closed) {
        boolean unused = Thread.interrupted(); // of one handler, it is nothing to the next
      }
    }
  }

  /**
   * Runs no more tasks, interrupts those that run, and waits for them; a task that calls this is
   * neither interrupted nor waited for.
   */
  void close(long mostNanos) {
    closed = true;
    Thread me = Thread.currentThread();
    closing = me;
    int own = workers.contains(me) ? 1 : 0;
    workers.stream().filter(worker -> worker != me).forEach(Thread::interrupt);
    long end = System.nanoTime() + mostNanos;
    boolean wasInterrupted = false;
    while (active.get() > own) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(this, left);
      wasInterrupted |= Thread.interrupted();
    }
    if (wasInterrupted) {
      me.interrupt();
    }
    tasks.clear();
    queued.set(0);
  }

  @Override
  public String toString() {
    return "packetloom-reactor-workers";
  }
}
