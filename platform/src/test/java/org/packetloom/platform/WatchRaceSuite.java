// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Threads ask and end watches while another thread runs the poller. */
abstract class WatchRaceSuite extends PlatformSuite {
  private static final int ROUNDS = 100;
  private static final int READABLE = Watch.READABLE;
  private static final int WRITABLE = Watch.WRITABLE;

  /** A permit for each telling. */
  private static final class Permits implements Watcher {
    private final Semaphore told = new Semaphore(0);

    @Override
    public void told(int events) {
      told.release();
    }

    @Override
    public void failed(Throwable cause) {}

    void await() throws InterruptedException {
      assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).as("told").isTrue();
    }

    /** Waits for one that was not told before now. */
    void awaitNext() throws InterruptedException {
      told.drainPermits();
      await();
    }
  }

  @Test
  void askTakesEffectOnTheWaitUnderWay() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    var permits = new Permits();
    Watch watch = poller.watch(pair.first().descriptor(), permits);
    try (var runner = new Runner(poller)) {
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(watch.ask(round % 2 == 0 ? READABLE : WRITABLE, true)).isZero();
        permits.await();
      }
      runner.awaitRound();
      assertThat(permits.told.availablePermits()).isZero();
    }
  }

  @Test
  void askingForMoreTakesEffectOnTheWaitUnderWay() throws Exception {
    Ends pair = localPair();
    var permits = new Permits();
    Watch watch = poller.watch(pair.first().descriptor(), permits);
    try (var runner = new Runner(poller)) {
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(watch.ask(READABLE, false)).isZero();
        if (round % 2 == 0) {
          runner.awaitRound();
        }
        assertThat(permits.told.availablePermits()).isZero();
        assertThat(watch.ask(READABLE | WRITABLE, true)).isZero();
        permits.await();
      }
    }
  }

  @Test
  void askingForNothingTakesEffectOnTheWaitUnderWay() throws Exception {
    Ends pair = localPair();
    var permits = new Permits();
    Watch watch = poller.watch(pair.first().descriptor(), permits);
    try (var runner = new Runner(poller)) {
      for (int round = 0; round < 20; round++) {
        assertThat(watch.ask(WRITABLE, false)).isZero();
        permits.awaitNext();
        assertThat(watch.ask(0, false)).isZero();
        runner.awaitRound(); // the telling under way ends
        permits.told.drainPermits();
        runner.awaitRound();
        assertThat(permits.told.availablePermits()).isZero();
      }
    }
  }

  @Test
  void peerSeesTheEndOfOneThatIsClosedDuringAWait() throws Exception {
    byte[] room = new byte[1];
    try (var runner = new Runner(poller)) {
      for (int round = 0; round < ROUNDS; round++) {
        Ends pair = localPair();
        Watch watch = poller.watch(pair.first().descriptor(), new Permits());
        assertThat(watch.ask(READABLE, round % 2 == 0)).isZero();
        if (round % 3 == 0) {
          runner.awaitRound();
        }
        watch.end(false);
        close(pair.first().descriptor());
        assertThat(pair.second().transfer().tryRead(room, 0, 1)).as("round %d", round).isZero();
        close(pair.second().descriptor());
      }
    }
  }

  @Test
  void addressOfAListenerThatWasWatchedIsFreeAtOnce() throws Exception {
    NativeAddress address = loopback(0);
    try (var runner = new Runner(poller)) {
      for (int round = 0; round < ROUNDS; round++) {
        int descriptor = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
        assertThat(descriptors.bind(descriptor, address)).as("round %d", round).isZero();
        assertThat(descriptors.listen(descriptor, 5)).isZero();
        address = localAddress(descriptor);
        Watch watch = poller.watch(descriptor, new Permits());
        assertThat(watch.ask(READABLE, false)).isZero();
        if (round % 3 == 0) {
          runner.awaitRound();
        }
        watch.end(false);
        close(descriptor);
      }
    }
  }

  /** Nobody is there to help. */
  @Test
  void endNeedsNoRunner() throws Exception {
    byte[] room = new byte[1];
    for (int round = 0; round < 50; round++) {
      Ends pair = localPair();
      Watch watch = poller.watch(pair.first().descriptor(), new Permits());
      assertThat(watch.ask(READABLE, false)).isZero();
      if (round % 2 == 0) {
        poller.await(0);
        poller.dispatch();
      }
      var other = CompletableFuture.runAsync(() -> watch.end(false));
      if (round % 3 == 0) {
        watch.end(false);
      }
      other.join();
      watch.end(false);
      close(pair.first().descriptor());
      assertThat(pair.second().transfer().tryRead(room, 0, 1)).as("round %d", round).isZero();
    }
  }

  @Test
  void watchOutlivesTheThreadThatWaitedForIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      Ends pair = localPair();
      var permits = new Permits();
      Watch watch = poller.watch(pair.first().descriptor(), permits);
      assertThat(watch.ask(READABLE, round % 2 == 0)).isZero();
      Thread waiter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      poller.await(0);
                      poller.dispatch();
                    } catch (PollerException e) {
                      throw new AssertionError(e);
                    }
                  });
      waiter.join();
      pair.second().write(1);
      while (!permits.told.tryAcquire()) {
        poller.await(-1);
        poller.dispatch();
      }
      watch.end(true);
    }
  }

  /** A connection whose near end is watched, and read from when that is told. */
  private final class Link implements Watcher {
    private final Ends ends = localPair();
    private final boolean isOnce;
    private final Watch watch = poller.watch(ends.first().descriptor(), this);
    private final ReentrantLock turnLock = new ReentrantLock();
    private boolean isEnding; // guarded by turnLock
    private volatile boolean hasEnded;
    private final byte[] room = new byte[8];
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private int written; // the owner's

    Link(boolean isOnce) {
      this.isOnce = isOnce;
    }

    Link begin() {
      assertThat(watch.ask(READABLE, isOnce)).isZero();
      return this;
    }

    void write() {
      ends.second().write(1);
      written++;
    }

    @Override
    public void told(int events) {
      if (hasEnded) {
        late.incrementAndGet();
      }
      int n = ends.first().transfer().tryRead(room, 0, 1);
      turnLock.lock();
      try {
        read.addAndGet(n > 0 ? n : 0);
        if (isOnce && !isEnding) {
          assertThat(watch.ask(READABLE, true)).isZero();
        }
      } finally {
        turnLock.unlock();
      }
    }

    @Override
    public void failed(Throwable cause) {}

    void end() {
      turnLock.lock();
      isEnding = true;
      turnLock.unlock();
      watch.end(false);
    }
  }

  @Test
  void noEventIsLostWhileOthersComeAndGo() throws Exception {
    long seed = new Random().nextLong();
    List<Link> ended = new ArrayList<>();
    List<Link> remaining = new ArrayList<>();
    try (var runner = new Runner(poller)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        var random = new Random(seed + i);
        threads.add(CompletableFuture.runAsync(() -> churn(random, ended, remaining)));
      }
      threads.forEach(CompletableFuture::join);
      runner.awaitRound();
      ended.forEach(link -> link.hasEnded = true);
      remaining.forEach(Link::write);
      for (Link link : remaining) {
        while (link.read.get() < link.written) {
          Thread.onSpinWait();
        }
      }
      runner.awaitRound();
      assertThat(ended).as("seed %d", seed).noneMatch(link -> link.late.get() > 0);
    }
  }

  /** Adds 500 watches, ends most of them, and closes the descriptors of every other. */
  private void churn(Random random, List<Link> allEnded, List<Link> allRemaining) {
    List<Link> live = new ArrayList<>();
    List<Link> ended = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      live.add(link(random.nextBoolean()).begin());
      live.get(random.nextInt(live.size())).write();
      while (random.nextInt(8) < 3 && live.size() > 1) {
        Link link = live.remove(random.nextInt(live.size()));
        link.end();
        ended.add(link);
        if (random.nextBoolean()) {
          closeBoth(link);
        }
      }
      live.get(random.nextInt(live.size())).write();
    }
    synchronized (allEnded) {
      allEnded.addAll(ended);
      allRemaining.addAll(live);
    }
  }

  private Link link(boolean isOnce) {
    synchronized (folder) { // the suite's list of what is open
      return new Link(isOnce);
    }
  }

  private void closeBoth(Link link) {
    synchronized (folder) {
      close(link.ends.first().descriptor());
      close(link.ends.second().descriptor());
    }
  }
}
