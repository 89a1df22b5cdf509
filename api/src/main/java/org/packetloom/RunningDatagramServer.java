// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/*
 * A drain must end the waits of workers and leave the connectors open, as handlers reply through
 * them: it says that the server stops, and sets a read deadline that has passed. A worker that
 * comes back from any wait looks whether the server stops before it waits again; one that begins to
 * wait after that finds the deadline. Then the last one to leave wakes whoever waits for the end.
 */

/** The server behind {@link DatagramServer}. */
final class RunningDatagramServer implements DatagramServer {
  /** How long {@link #close} waits for handlers to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<DatagramConnector> connectors;
  private final List<ConnectorUri> uris;
  private final DatagramHandler handler;
  private final DatagramFailureListener failures;
  private final LongAdder received = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private final ReentrantLock workersLock = new ReentrantLock();
  private final Condition change = workersLock.newCondition();
  private final Set<Thread> workers = new HashSet<>(); // guarded by workersLock
  private boolean abandoned; // guarded by workersLock

  /** No worker waits for a datagram any more; set once. */
  private volatile boolean stops;

  /** What handlers throw from now on is not reported; set once. */
  private volatile boolean isCut;

  /** What ended the server by itself; null if nothing did. Set once. */
  private final AtomicReference<PollerFailedException> failure = new AtomicReference<>();

  RunningDatagramServer(
      List<DatagramConnector> connectors,
      DatagramHandler handler,
      DatagramFailureListener failures) {
    this.connectors = List.copyOf(connectors);
    this.uris = connectors.stream().map(DatagramConnector::uri).distinct().toList();
    this.handler = handler;
    this.failures = failures;
  }

  /** Starts workers for each connector; if one cannot be had, ends the others. */
  void startWorkers(int count, int sizeBytes, ThreadFactory threads) {
    try {
      for (DatagramConnector connector : connectors) {
        for (int i = 0; i < count; i++) {
          Thread thread = threads.newThread(new DatagramWorker(this, connector, sizeBytes));
          thread.setName("packetloom-receive-" + connector.uri());
          start(thread);
        }
      }
    } catch (Throwable refused) {
      close();
      throw refused;
    }
  }

  private void start(Thread thread) {
    alter(() -> workers.add(thread));
    try {
      thread.start();
    } catch (Throwable refused) {
      alter(() -> workers.remove(thread));
      throw refused;
    }
  }

  // ---- what workers call

  boolean stops() {
    return stops;
  }

  void handle(ReceivedDatagram datagram) {
    received.increment();
    try {
      handler.handle(datagram);
    } catch (Throwable thrown) {
      if (!isCut) {
        failed.increment();
        ConnectorUri uri = datagram.connector().uri();
        Optional<SocketAddress> sender = datagram.sender();
        guard(() -> failures.handlingFailed(uri, sender, thrown));
      }
    }
  }

  void receiveFailed(ConnectorUri uri, Throwable thrown) {
    guard(() -> failures.receiveFailed(uri, thrown));
  }

  /** Waits before the next attempt; returns early if the server stops. */
  void pause(long nanos) {
    Thread.interrupted(); // nobody asks a worker to stop by an interrupt alone
    try {
      awaitUntil(() -> stops, Deadline.after(Duration.ofNanos(nanos)));
    } catch (InterruptedException _) {
      // a shorter pause
    }
  }

  void endBy(PollerFailedException cause) {
    failure.compareAndSet(null, cause);
    cut();
  }

  void leave() {
    alter(() -> workers.remove(Thread.currentThread()));
  }

  private static void guard(Runnable report) {
    try {
      report.run();
    } catch (Throwable thrown) {
      System.getLogger(DatagramServer.class.getName())
          .log(Level.WARNING, "the failure listener failed", thrown);
    }
  }

  // ---- the server

  @Override
  public ConnectorUri uri() {
    return uris.getFirst();
  }

  @Override
  public List<ConnectorUri> uris() {
    return uris;
  }

  @Override
  public long receivedDatagrams() {
    return received.sum();
  }

  @Override
  public long failedDatagrams() {
    return failed.sum();
  }

  @Override
  public void await() throws PollerFailedException, InterruptedException {
    awaitUntil(() -> abandoned || isLeftByOthers(), Deadline.NONE);
    PollerFailedException ended = failure.get();
    if (ended != null) {
      throw ended;
    }
  }

  @Override
  public boolean drain(Deadline deadline) {
    alter(() -> stops = true);
    Deadline passed = Deadline.after(Duration.ZERO);
    connectors.forEach(connector -> connector.readDeadline(passed));
    boolean haveEnded = false;
    try {
      haveEnded = awaitUntil(this::isLeftByOthers, deadline.earliest(Deadline.current()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close();
    return haveEnded;
  }

  @Override
  public void close() {
    cut();
    boolean wasInterrupted = Thread.interrupted();
    Deadline patience = Deadline.after(PATIENCE);
    while (!isOver(patience)) {
      wasInterrupted = true;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the workers; false if an interrupt came in between. */
  private boolean isOver(Deadline patience) {
    try {
      if (!awaitUntil(this::isLeftByOthers, patience)) {
        alter(() -> abandoned = true);
      }
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private void cut() {
    isCut = true;
    alter(() -> stops = true);
    for (DatagramConnector connector : connectors) {
      try {
        connector.close();
      } catch (IOException | RuntimeException thrown) {
        guard(() -> failures.receiveFailed(connector.uri(), thrown));
      }
    }
    workersLock.lock();
    try {
      workers.stream().filter(t -> t != Thread.currentThread()).forEach(Thread::interrupt);
    } finally {
      workersLock.unlock();
    }
  }

  // ---- waiting

  private boolean isLeftByOthers() {
    return workers.stream().allMatch(worker -> worker == Thread.currentThread());
  }

  private void alter(Runnable alteration) {
    workersLock.lock();
    try {
      alteration.run();
      change.signalAll();
    } finally {
      workersLock.unlock();
    }
  }

  private boolean awaitUntil(BooleanSupplier condition, Deadline deadline)
      throws InterruptedException {
    workersLock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        if (deadline.hasPassed()) {
          return false;
        }
        change.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      workersLock.unlock();
    }
  }

  @Override
  public String toString() {
    return "DatagramServer" + uris + ": " + receivedDatagrams() + " received";
  }
}
