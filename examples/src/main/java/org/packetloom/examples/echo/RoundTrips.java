// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Sends blocks to an echo over several connections at once, and compares what comes back. */
public final class RoundTrips {
  private final List<EchoClient> clients;
  private final Load load;
  private final long endNanos;
  private final AtomicLong left;

  /**
   * What stopped the run, null while nothing has; set once, by the connection that failed first.
   */
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();

  private RoundTrips(List<? extends EchoClient> clients, Load load) {
    this.clients = List.copyOf(clients);
    this.load = load;
    this.left = new AtomicLong(load.count());
    this.endNanos = System.nanoTime() + load.atMost().toNanos();
  }

  /**
   * Runs a load, with a thread per connection; all of them stop at the first failure.
   *
   * @param clients lead to an echo; are left open, but closed if one of them fails
   * @param load how much
   * @param threads makes the threads
   * @return what was seen
   * @throws EchoMismatchException if other bytes came back than were sent
   * @throws IOException if a connection fails
   * @throws InterruptedException if the caller is interrupted
   */
  public static Measured run(List<? extends EchoClient> clients, Load load, ThreadFactory threads)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Latencies latencies = new RoundTrips(clients, load).run(threads);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    return new Measured(latencies.total() * load.sizeBytes(), elapsed, latencies);
  }

  private Latencies run(ThreadFactory threads) throws IOException, InterruptedException {
    Latencies all = new Latencies();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
      List<Future<Latencies>> parts = new ArrayList<>();
      for (EchoClient client : clients) {
        parts.add(executor.submit(() -> over(client, executor)));
      }
      for (Future<Latencies> part : parts) {
        all.addAll(get(part));
      }
    }
    switch (firstFailure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException(e);
    }
    return all;
  }

  private Latencies over(EchoClient client, ExecutorService writers) {
    Latencies latencies = new Latencies();
    EchoBlock block = new EchoBlock(load.sizeBytes(), System.identityHashCode(client));
    try {
      while (isToGoOn()) {
        long start = System.nanoTime();
        block.exchange(client, writers);
        latencies.add(System.nanoTime() - start);
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      if (firstFailure.compareAndSet(null, e)) {
        closeAll();
      }
    }
    return latencies;
  }

  private boolean isToGoOn() {
    boolean hasTime = load.atMost().isZero() || System.nanoTime() - endNanos < 0;
    return hasTime && left.getAndDecrement() > 0;
  }

  private void closeAll() {
    for (EchoClient client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        firstFailure.get().addSuppressed(e);
      }
    }
  }

  /** The result of a task that throws nothing but {@link IOException} and unchecked ones. */
  static <T> T get(Future<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
