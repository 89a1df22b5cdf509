// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;

/** Receives that go on while others end them, or the poller changes hands. */
class UringReceiveRacesTest extends UringReceivesSuite {
  private static final int ROUNDS = 150;

  private final ExecutorService first = Executors.newSingleThreadExecutor();
  private final ExecutorService second = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThreads() {
    first.shutdownNow(); // after a failure somebody may still be reading
    second.shutdownNow();
    first.close();
    second.close();
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Future<?> start(ExecutorService thread, Action action) {
    return thread.submit(
        () -> {
          action.run();
          return null;
        });
  }

  private static void run(ExecutorService thread, Action action) throws Exception {
    start(thread, action).get();
  }

  private static void spin(int most) {
    for (int i = ThreadLocalRandom.current().nextInt(most); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  /** Has a runner go through the kernel, and tell what has come. */
  private void runnerGoesRound(Link other) {
    other.near().events().take();
    byte[] room = new byte[10];
    while (other.near().transfer().tryRead(room, 0, 10) != NOT_READY) {}
    other.near().arm(READ, 10);
    other.far().write((byte) 1);
    awaitTold(other.near());
  }

  private static void awaitTold(End end) {
    long began = System.nanoTime();
    while (!end.isTold(Readiness.READABLE)) {
      assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
      Thread.onSpinWait();
    }
  }

  private static void stopWaiting(End end) {
    long began = System.nanoTime();
    while (end.transfer().cancel(READ) == NOT_READY) {
      assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
      Thread.onSpinWait();
    }
  }

  @Test
  void whoBeginsToWaitMeanwhileHoldsNothingAfterwards() throws Exception {
    CompletableFuture<Void> runner = startRunner();
    Link other = link();
    runnerGoesRound(other);
    CyclicBarrier begin = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      Link link = tcpLink();
      Future<?> waiting =
          start(
              first,
              () -> {
                begin.await();
                spin(300);
                link.near().arm(READ, ROOM);
                spin(300);
                stopWaiting(link.near());
              });
      begin.await();
      spin(300);
      link.near().transfer().holdNothing();
      waiting.get();
      runnerGoesRound(other);
      link.far().write(bytes(round, 10));
      runnerGoesRound(other);
      assertThat(held(link)).as("round %d", round).isZero();
      assertThat(inKernel(link)).as("round %d", round).isEqualTo(10);
      byte[] got = new byte[20];
      assertThat(link.near().transfer().tryRead(got, 0, 20)).isEqualTo(10);
      assertThat(Arrays.copyOf(got, 10)).isEqualTo(bytes(round, 10));
      leave(link.near());
      leave(link.far());
    }
    stop(runner);
  }

  /** Reads until told to stop, waiting between. */
  private static void read(End end, AtomicBoolean isEnough, ByteArrayOutputStream got) {
    byte[] room = new byte[33];
    while (true) {
      end.events().take();
      int n = end.transfer().tryRead(room, 0, room.length);
      if (n > 0) {
        got.write(room, 0, n);
        continue;
      }
      assertThat(n).isEqualTo(NOT_READY);
      assertThat(end.transfer().arm(READ, room.length)).isZero();
      while (!end.isTold(Readiness.READABLE)) {
        if (isEnough.get() || Thread.currentThread().isInterrupted()) {
          stopWaiting(end);
          return;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void nothingIsLostWhenOneEndsItWhileBytesStreamIn() throws Exception {
    CompletableFuture<Void> runner = startRunner();
    Link other = link();
    runnerGoesRound(other);
    for (int round = 0; round < ROUNDS; round++) {
      Link link = tcpLink();
      byte[] sent = bytes(round, 400);
      AtomicBoolean isEnough = new AtomicBoolean();
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      Future<?> reader =
          round % 3 == 2 // nobody reads
              ? start(first, () -> link.near().arm(READ, ROOM))
              : start(first, () -> read(link.near(), isEnough, got));
      Future<?> writer =
          start(
              second,
              () -> {
                for (int at = 0; at < sent.length; at += 20) {
                  link.far().write(Arrays.copyOfRange(sent, at, at + 20));
                  spin(200);
                }
              });
      spin(5000);
      link.near().transfer().holdNothing();
      writer.get();
      isEnough.set(true);
      reader.get();
      stopWaiting(link.near());
      runnerGoesRound(other);
      int unread = held(link);
      int left = inKernel(link);
      byte[] more = bytes(-round, 10);
      link.far().write(more);
      runnerGoesRound(other);
      runnerGoesRound(other);
      byte[] room = new byte[1000];
      int n;
      int before = got.size();
      boolean hasOutcome = link.near().transfer().cancel(READ) == 1 && unread == 0;
      if (!hasOutcome) { // of a receive for the reader, who has left it
        assertThat(held(link)).as("round %d", round).isEqualTo(unread);
        assertThat(inKernel(link)).as("round %d", round).isEqualTo(left + 10);
      }
      while ((n = link.near().transfer().tryRead(room, 0, room.length)) > 0) {
        got.write(room, 0, n);
      }
      assertThat(n).isEqualTo(NOT_READY);
      assertThat(got.size() - before).isEqualTo(410 - before);
      assertThat(got.toByteArray()).startsWith(sent).endsWith(more).hasSize(410);
      leave(link.near());
      leave(link.far());
    }
    stop(runner);
  }

  private void takeOver(ExecutorService thread) throws Exception {
    run(
        thread,
        () -> {
          poller.await(0); // as a new owner
          poller.dispatch();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void pollerThatChangesHandsLosesNothing(int when) throws Exception {
    takeOver(first);
    Link link = tcpLink();
    link.near().arm(READ, ROOM);
    takeOver(first);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] room = new byte[50];
    for (int round = 0; round < ROUNDS; round++) {
      ExecutorService before = round % 2 == 0 ? first : second;
      ExecutorService after = round % 2 == 0 ? second : first;
      byte[] message = bytes(round, 30);
      sent.writeBytes(message);
      if (when == 0) {
        link.far().write(message);
      }
      run(before, () -> poller.await(0)); // received, perhaps; not told
      if (when == 1) {
        link.far().write(message);
      }
      if (round % 5 == 0) {
        run(before, () -> poller.await(0));
      }
      takeOver(after);
      if (when == 2) {
        link.far().write(message);
        takeOver(after);
      }
      if (when == 3) {
        link.far().write(Arrays.copyOf(message, 10));
        takeOver(before);
        link.far().write(Arrays.copyOfRange(message, 10, 30));
        takeOver(after);
      }
      if (round % 4 == 0) { // else it stays held
        link.near().events().take();
        int n = link.near().transfer().tryRead(room, 0, room.length);
        if (n == NOT_READY) {
          link.near().arm(READ, ROOM);
        } else {
          got.write(room, 0, n);
        }
      }
    }
    run(ROUNDS % 2 == 0 ? first : second, () -> readRest(link, sent.size(), got));
    assertThat(got.toByteArray()).isEqualTo(sent.toByteArray());
    run(ROUNDS % 2 == 0 ? first : second, () -> leave(link.near()));
  }

  private void readRest(Link link, int all, ByteArrayOutputStream got) throws PollerException {
    got.writeBytes(readFully(link.near(), all - got.size()));
    assertThat(link.near().transfer().tryRead(new byte[1], 0, 1)).isEqualTo(NOT_READY);
  }

  @Test
  void whoLeavesWhileBytesStreamInGivesAllBuffersBack() throws Exception {
    CompletableFuture<Void> runner = startRunner();
    Link other = link();
    runnerGoesRound(other);
    for (int round = 0; round < 2 * ROUNDS; round++) {
      Link link = tcpLink();
      link.near().arm(READ, ROOM);
      Future<?> writer =
          start(
              second,
              () -> {
                for (int i = 0; i < 30; i++) {
                  link.far().transfer().tryWrite(new byte[10], 0, 10); // may find it closed
                }
              });
      spin(3000);
      leave(link.near());
      writer.get();
      leave(link.far());
    }
    int before = faults.count("read");
    for (int i = 0; i < 20; i++) {
      runnerGoesRound(other);
    }
    // those that found nothing; a receive for want of buffers would have been one more
    assertThat(faults.count("read") - before).isEqualTo(20);
    stop(runner);
  }
}
