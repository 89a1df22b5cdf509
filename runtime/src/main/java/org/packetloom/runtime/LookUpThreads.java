// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.FailureDetail;
import org.packetloom.UnresolvedHostException;

/**
 * Runs look-ups, which block their thread, on a few platform threads.
 *
 * <p>Eight run at once; they end after ten idle seconds. The caller waits in a {@link ParkSpot}, so
 * deadline, interrupt and the end of the toolkit reach it at any time. Callers that ask the same
 * share one look-up: a name that hangs takes one thread, however many want it.
 *
 * <p><b>Abandoned look-ups.</b> When its last caller has left, a look-up that has not begun is
 * taken out of the queue, and one that runs is interrupted. The system's does not care for that and
 * runs on; so that it holds nobody up, a further thread may run in its place, up to 32 in all. The
 * queue is bounded too: when all threads hang and it is full, callers are refused.
 *
 * <p><b>Look-ups within look-ups</b> run at once on the thread that asks: if they queued, threads
 * that all wait for one another would be possible.
 */
final class LookUpThreads implements AutoCloseable {
  static final int MOST_AWAITED = 8;
  static final int MOST_THREADS = 32;
  static final int MOST_QUEUED = 1024;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Guards what a job says it guards, the jobs by key, and how many threads there may be. */
  private final ReentrantLock jobLock = new ReentrantLock();

  /** Jobs that others may join; guarded by jobLock. */
  private final Map<Object, Job<?>> shared = new HashMap<>();

  /** Jobs that run though nobody waits for them; guarded by jobLock. */
  private int abandoned;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          MOST_AWAITED,
          MOST_AWAITED,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_QUEUED),
          Worker::new);

  LookUpThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** A thread of some pool. */
  private final class Worker extends Thread {
    Worker(Runnable work) {
      super(work, "packetloom-resolver-" + NUMBERS.getAndIncrement());
      setDaemon(true);
    }

    LookUpThreads pool() {
      return LookUpThreads.this;
    }
  }

  /**
   * Runs a look-up and waits for it.
   *
   * @param key whoever asks with an equal one meanwhile gets the same answer; empty for nobody
   * @param uri for messages
   * @throws ExecutionException with what the look-up threw
   * @throws IOException if waiting ends before, or there are too many
   */
  <T> T call(Optional<Object> key, String uri, Opening opening, Callable<T> lookUp)
      throws IOException, ExecutionException {
    if (Thread.currentThread() instanceof Worker worker && worker.pool() == this) {
      return callHere(lookUp);
    }
    ParkSpot spot = ParkSpot.open(opening, uri);
    try {
      spot.deadline(opening.openDeadline());
      Job<T> job = join(key, lookUp, uri, spot);
      try {
        spot.await("resolve", job::isDone);
      } finally {
        leave(job, spot);
      }
      return job.result();
    } finally {
      spot.close();
    }
  }

  private static <T> T callHere(Callable<T> lookUp) throws ExecutionException {
    try {
      return lookUp.call();
    } catch (Exception e) {
      throw new ExecutionException(e);
    }
  }

  private <T> Job<T> join(Optional<Object> key, Callable<T> lookUp, String uri, ParkSpot spot)
      throws IOException {
    jobLock.lock();
    try {
      Job<?> running = key.isEmpty() ? null : shared.get(key.get());
      if (running != null) {
        running.waiting.add(spot);
        @SuppressWarnings("unchecked") // equal keys are of equal types
        Job<T> same = (Job<T>) running;
        return same;
      }
      Job<T> job = new Job<>(key, lookUp);
      job.waiting.add(spot);
      threads.execute(job);
      key.ifPresent(k -> shared.put(k, job));
      return job;
    } catch (RejectedExecutionException _) {
      if (threads.isShutdown()) {
        throw Failures.closed("resolve", uri);
      }
      throw new UnresolvedHostException(
          FailureDetail.atOnce("resolve", uri, MOST_QUEUED + " look-ups are waiting already"));
    } finally {
      jobLock.unlock();
    }
  }

  private void leave(Job<?> job, ParkSpot spot) {
    jobLock.lock();
    try {
      job.waiting.remove(spot);
      if (!job.waiting.isEmpty() || job.isDone()) {
        return;
      }
      job.forget();
      Thread runner = job.runner;
      if (runner == null) {
        threads.remove(job);
      } else {
        job.isAbandoned = true;
        abandoned++;
        runner.interrupt();
        resize();
      }
    } finally {
      jobLock.unlock();
    }
  }

  /** Under jobLock: lets as many threads run as are awaited at most, and the abandoned ones. */
  private void resize() {
    int most = Math.min(MOST_AWAITED + abandoned, MOST_THREADS);
    if (most > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(most);
      threads.setCorePoolSize(most);
    } else {
      threads.setCorePoolSize(most);
      threads.setMaximumPoolSize(most);
    }
  }

  /** One look-up and those who wait for it. */
  private final class Job<T> implements Runnable {
    private final Optional<Object> key;
    private final Callable<T> lookUp;

    /** Guarded by jobLock. */
    private final List<ParkSpot> waiting = new ArrayList<>(1);

    /** The thread that runs it, null before and after; guarded by jobLock. */
    private @Nullable Thread runner;

    /** Whether everyone has left while it ran; guarded by jobLock. */
    private boolean isAbandoned;

    /** What it returned or threw: written before isDone. */
    private @Nullable T result;

    private @Nullable Throwable failure;
    private volatile boolean isDone;

    Job(Optional<Object> key, Callable<T> lookUp) {
      this.key = key;
      this.lookUp = lookUp;
    }

    boolean isDone() {
      return isDone;
    }

    T result() throws ExecutionException {
      if (failure != null) {
        throw new ExecutionException(failure);
      }
      return Objects.requireNonNull(result, "answer");
    }

    /** Under jobLock: nobody joins any more. */
    private void forget() {
      key.ifPresent(k -> shared.remove(k, this));
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      try {
        result = lookUp.call();
      } catch (Throwable e) { // the callers wait for an answer, whatever it is
        failure = e;
      } finally {
        end();
      }
    }

    /** Whether anybody still wants it. */
    private boolean begin() {
      jobLock.lock();
      try {
        runner = Thread.currentThread();
        return !waiting.isEmpty();
      } finally {
        jobLock.unlock();
      }
    }

    private void end() {
      jobLock.lock();
      try {
        isDone = true;
        runner = null;
        Thread.interrupted(); // it was meant for this look-up alone
        forget();
        if (isAbandoned) {
          abandoned--;
          resize();
        }
        waiting.forEach(ParkSpot::signal);
      } finally {
        jobLock.unlock();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
