// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * A completion port. Operations are performed by a worker thread, some time after they were
 * submitted, into memory of their own; how they ended is queued for {@link #await}. An eager one
 * does at once what can be done at once, and submits the rest.
 */
final class ProactorPoller implements Poller {
  static final String NAME = "proactor";

  private final Poller reactor; // the worker waits in it for descriptors
  private final Descriptors descriptors;
  private final boolean eager;
  private final Random random; // the worker's
  private final Thread worker;
  private final Queue<ProactorTransfer> submitted = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> completed = new ConcurrentLinkedQueue<>(); // what is to be told
  private final Semaphore announced = new Semaphore(0); // one for each completion and each wake
  private final List<Runnable> gathered = new ArrayList<>(); // the runner's
  private final Set<ProactorTransfer> registered = ConcurrentHashMap.newKeySet();
  private final Set<ProactorWatch> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ProactorPoller(Poller reactor, Descriptors descriptors, boolean eager, long seed) {
    this.reactor = reactor;
    this.descriptors = descriptors;
    this.eager = eager;
    this.random = new Random(seed);
    this.worker = Thread.ofPlatform().daemon().name("proactor-worker").start(this::work);
  }

  /** Has the worker look at a transfer: an operation was submitted or is to be called back. */
  void submit(ProactorTransfer transfer) {
    submitted.add(transfer);
    reactor.wake();
  }

  /** Has the runner tell the end of an operation. */
  void complete(ProactorTransfer transfer, int direction) {
    complete(() -> transfer.tell(direction));
  }

  /** Has the runner tell something. */
  void complete(Runnable telling) {
    completed.add(telling);
    announced.release();
  }

  Descriptors descriptors() {
    return descriptors;
  }

  boolean isEager() {
    return eager;
  }

  Set<ProactorTransfer> registered() {
    return registered;
  }

  Set<ProactorWatch> watches() {
    return watches;
  }

  /** Whether something rare is to happen now; asked by the worker. */
  boolean flips() {
    return random.nextInt(3) == 0;
  }

  private void work() {
    try {
      while (!closed) {
        reactor.await(submitted.isEmpty() ? -1 : 0);
        reactor.dispatch();
        for (int count = submitted.size(); count > 0; count--) {
          ProactorTransfer transfer = submitted.poll();
          if (transfer == null) {
            break;
          }
          if (flips()) {
            submitted.add(transfer); // later
          } else {
            transfer.perform();
          }
        }
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    return new ProactorTransfer(this, reactor, descriptor, kind, readiness);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    return new ProactorWatch(this, reactor, descriptor, watcher);
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    gathered.clear();
    try {
      if (timeoutNanos < 0) {
        announced.acquire();
      } else if (!announced.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS)) {
        return 0;
      }
    } catch (InterruptedException e) {
      throw new PollerException("interrupted: " + e.getMessage());
    }
    announced.drainPermits();
    for (Runnable next; (next = completed.poll()) != null; ) {
      gathered.add(next);
    }
    return gathered.size();
  }

  @Override
  public void dispatch() {
    gathered.forEach(Runnable::run);
    gathered.clear();
  }

  @Override
  public void wake() {
    announced.release();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.empty();
  }

  @Override
  public void fail(Throwable cause) {
    registered.forEach(transfer -> transfer.fail(cause));
    watches.forEach(watch -> watch.fail(cause));
  }

  @Override
  public void close() {
    closed = true;
    reactor.wake();
    Joining.join(worker);
    reactor.close();
  }
}
