// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** The word that says who owns a loop, alone: carriers, monitors and thieves race for it. */
class LoopStateTest extends ToolkitTest {
  private static final int CARRIERS = 4;
  private static final int THIEVES = 2;

  /** The loop as its users see it. */
  private final LoopState state = new LoopState();

  /** Who is inside, as an owner or a thief: never two. */
  private final AtomicInteger inside = new AtomicInteger();

  /** What only those inside touch: not volatile, as the word is to order it. */
  private long guarded;

  private final LinkedTransferQueue<Boolean> promises = new LinkedTransferQueue<>();
  private final AtomicInteger promised = new AtomicInteger(1);
  private long handedOver; // the monitor's
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void thereIsOneOwnerAtATime() throws Exception {
    int tasks = Scale.rounds(40_000);
    List<Task<Long>> users = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(tasks);
    for (int i = 0; i < CARRIERS; i++) {
      Random random = new Random(Seed.VALUE + i);
      users.add(Task.start(platform(), () -> carry(left, random)));
    }
    List<Task<Long>> others = new ArrayList<>();
    others.add(Task.start(platform(), () -> watch(new Random(Seed.VALUE - 1))));
    for (int i = 0; i < THIEVES; i++) {
      others.add(Task.start(platform(), this::steal));
    }
    promises.add(true);
    long entered = users.stream().mapToLong(Task::result).sum();
    enough.set(true);
    entered += others.stream().mapToLong(Task::result).sum();
    assertThat(guarded).as("times somebody was inside").isEqualTo(entered);
    assertThat(taken).as("owners").hasValue(promised.get());
    assertThat(promised.get()).as("hand-overs").isGreaterThan(1);
    assertThat(visits.get()).as("visits").isPositive();
    assertThat(state.phase()).isEqualTo(LoopState.CLOSED);
    assertThat(inside).hasValue(0);
  }

  private static ThreadFactory platform() {
    return Thread.ofPlatform().daemon().name("state-", 0).factory();
  }

  private void enter() {
    assertThat(inside.incrementAndGet()).as("inside").isEqualTo(1);
    guarded++;
  }

  private void leave() {
    assertThat(inside.decrementAndGet()).as("inside").isZero();
  }

  /** A carrier: owns the loop whenever it is promised to it; how often it was inside. */
  private long carry(AtomicInteger left, Random random) throws InterruptedException {
    long entered = 0;
    while (promises.take()) {
      taken.incrementAndGet();
      long seq = state.take();
      enter();
      entered++;
      while (seq >= 0 && left.getAndDecrement() > 0) {
        leave();
        seq = runTask(seq, random);
        if (seq >= 0) {
          enter();
          entered++;
        }
      }
      if (seq >= 0) {
        leave();
        state.close();
        for (int i = 0; i < CARRIERS; i++) {
          promises.add(false);
        }
      }
    }
    return entered;
  }

  /** Runs a task, or waits; −1 if the loop was lost. */
  private long runTask(long before, Random random) {
    if (random.nextInt(16) == 0) {
      long seq = state.beginPoll(before);
      spin(random.nextInt(100));
      state.endPoll(seq);
      return seq;
    }
    long seq = state.beginTask(before);
    spin(random.nextInt(random.nextInt(50) == 0 ? 5_000 : 50));
    return state.endTask(seq) ? seq : -1;
  }

  /** A monitor: takes the loop away whenever it sees the same task twice. */
  private long watch(Random random) {
    while (!enough.get()) {
      long seen = state.word();
      spin(random.nextInt(500));
      if (LoopState.phase(seen) == LoopState.TASK
          && state.word() == seen
          && state.tryHandOver(seen)) {
        enter(); // between two owners the loop is this thread's
        leave();
        promised.incrementAndGet();
        handedOver++;
        promises.add(true);
      }
    }
    return handedOver;
  }

  private long steal() {
    long entered = 0;
    while (!enough.get()) {
      long seen = state.word();
      if (LoopState.phase(seen) == LoopState.TASK && state.tryVisit(seen)) {
        enter();
        entered++;
        spin(20);
        leave();
        state.endVisit(seen);
        visits.incrementAndGet();
      }
      Thread.yield();
    }
    return entered;
  }

  private static void spin(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoWasOvertakenLearnsOfIt() {
    long seq = state.beginTask(state.take());
    long seen = state.word();
    assertThat(state.tryHandOver(seen)).isTrue();
    assertThat(state.tryHandOver(seen)).isFalse();
    assertThat(state.tryVisit(seen)).isFalse();
    assertThat(state.endTask(seq)).isFalse();
    long next = state.beginTask(state.take());
    assertThat(next).isGreaterThan(seq);
    assertThat(state.endTask(seq)).as("late").isFalse();
    assertThat(state.endTask(next)).isTrue();
  }

  @Test
  void anOwnerThatWaitsOrDispatchesKeepsTheLoop() {
    long seq = state.take();
    assertThat(LoopState.phase(state.word())).isEqualTo(LoopState.LOOP);
    long waiting = state.beginPoll(seq);
    assertThat(state).hasToString("waits");
    state.endPoll(waiting);
    assertThat(state).hasToString("dispatches");
    assertThat(state.endTask(state.beginTask(waiting))).isTrue();
    state.close();
    assertThat(state).hasToString("closed");
  }
}
