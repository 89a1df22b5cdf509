// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SpinLockTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int YIELDS = 50;

  private final SpinLock lock = new SpinLock();

  /** Virtual threads that wait for the lock leave its holder the carriers that it needs. */
  @Test
  void holderThatHasLostItsCarrierGetsAnother() throws Exception {
    int waiters = 16 * Runtime.getRuntime().availableProcessors();
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch areWaiting = new CountDownLatch(waiters);
    List<Thread> all = new ArrayList<>();
    all.add(
        Thread.startVirtualThread(
            () -> {
              lock.lock();
              isHeld.countDown();
              while (areWaiting.getCount() > 0) {
                Thread.yield();
              }
              for (int i = 0; i < YIELDS; i++) {
                Thread.yield();
              }
              lock.unlock();
            }));
    isHeld.await();
    for (int i = 0; i < waiters; i++) {
      all.add(
          Thread.startVirtualThread(
              () -> {
                areWaiting.countDown();
                lock.lock();
                lock.unlock();
              }));
    }
    for (Thread thread : all) {
      assertThat(thread.join(LIMIT)).isTrue();
    }
  }

  /** Who waits for the lock between an announcement and a park does not miss the unpark. */
  @Test
  void unparkWhileItIsWaitedForIsNotLost() throws Exception {
    lock.lock();
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              lock.lock();
              lock.unlock();
              LockSupport.park();
            });
    awaitAsleep(waiting);
    LockSupport.unpark(waiting);
    awaitAsleep(waiting);
    lock.unlock();
    assertThat(waiting.join(LIMIT)).isTrue();
  }

  @Test
  void interruptWhileItIsWaitedForIsKept() throws Exception {
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    lock.lock();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  lock.lock();
                  lock.unlock();
                  wasInterrupted.set(Thread.currentThread().isInterrupted());
                });
    awaitAsleep(waiting);
    waiting.interrupt();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (waiting.isInterrupted()) { // until it has seen that
      assertThat(System.nanoTime()).isLessThan(end);
    }
    lock.unlock();
    assertThat(waiting.join(LIMIT)).isTrue();
    assertThat(wasInterrupted).isTrue();
  }

  private static void awaitAsleep(Thread thread) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}
