// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads come and go on a poller that another thread runs; no event is lost or misled. */
abstract class ChurnSuite extends PlatformSuite {
  private static final int THREADS = 3;
  private static final int ROUNDS = 1500;
  private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Counts events, so that a thread can wait for one more. */
  private static final class Permits implements Readiness {
    private final Semaphore told = new Semaphore(0);

    @Override
    public void ready(int events) {
      told.release();
    }

    @Override
    public void failed(Throwable cause) {
      told.release();
    }
  }

  @Test
  void registerAndDeregisterWhileAnotherThreadPolls() throws Exception {
    try (var runner = new Runner(poller)) {
      inThreads(this::oneConnection, ROUNDS);
      runner.awaitRound();
    }
  }

  @Test
  void pingPongThroughThePoller() throws Exception {
    try (var runner = new Runner(poller)) {
      inThreads(this::pingPong, 20);
      runner.awaitRound();
    }
  }

  private void inThreads(Runnable work, int rounds) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < THREADS; i++) {
      var done = new CompletableFuture<Void>();
      all.add(done);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int round = 0; round < rounds && !isLate(began); round++) {
                    work.run();
                  }
                  done.complete(null);
                } catch (Throwable e) {
                  done.completeExceptionally(e);
                }
              });
    }
    all.forEach(CompletableFuture::join);
  }

  /** Where a pair of sockets takes milliseconds to make, fewer rounds have to do. */
  private static boolean isLate(long began) {
    return System.nanoTime() - began > ENOUGH_NANOS;
  }

  /** A connection whose only byte may be there before it is waited for. */
  private void oneConnection() {
    exchange(1);
  }

  /** A connection whose ends are read in turn, each byte waited for. */
  private void pingPong() {
    exchange(100);
  }

  private void exchange(int bytes) {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    var permits = List.of(new Permits(), new Permits());
    var ends = new ArrayList<Transfer>();
    for (int i = 0; i < 2; i++) {
      ends.add(poller.attach(two[i], DescriptorKind.LOCAL_STREAM, permits.get(i)));
      assertThat(ends.get(i).register()).isZero();
    }
    for (int i = 0; i < bytes; i++) {
      int reader = i % 2;
      byte[] one = {(byte) i};
      boolean isWaitedFor = i % 3 != 0;
      if (isWaitedFor) {
        assertThat(ends.get(reader).arm(READ, 0)).isZero();
      }
      assertThat(ends.get(1 - reader).tryWrite(one, 0, 1)).isOne();
      assertThat(read(ends.get(reader), permits.get(reader))).isEqualTo(one[0]);
    }
    for (Transfer end : ends) {
      end.deregister(false);
      assertThat(descriptors.close(end.descriptor())).isZero();
    }
  }

  private static byte read(Transfer transfer, Permits permits) {
    byte[] one = new byte[1];
    int n;
    while ((n = transfer.tryRead(one, 0, 1)) == NOT_READY) {
      assertThat(transfer.arm(READ, 0)).isZero();
      permits.told.acquireUninterruptibly();
    }
    assertThat(n).isOne();
    return one[0];
  }
}
