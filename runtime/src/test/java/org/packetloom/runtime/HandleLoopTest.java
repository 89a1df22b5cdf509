// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.TransferFailure;
import org.packetloom.platform.Transfer;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Races of a handle, over and over; a failure names the seed. */
class HandleLoopTest extends ToolkitTest {
  private final LoopTransfer transfer = new LoopTransfer();
  private final ScriptedEngine engine = new ScriptedEngine(transfer);
  private final Handle handle = engine.handle();
  private final Input input = new Input(handle, true, handle);
  private final Output output = new Output(handle, true, handle);

  /** Bytes that all writers moved less those of all readers. */
  private final AtomicLong balance = new AtomicLong();

  @AfterEach
  void stop() {
    engine.close();
  }

  /** Neither turn is held or wanted, and both directions work. */
  private void assertTurnsAreFree() throws IOException {
    handle.lane(Transfer.READ).deadline(Deadline.NONE);
    handle.lane(Transfer.WRITE).deadline(Deadline.NONE);
    assertThat(handle.tryTake(Transfer.READ, "read")).as("turn to read").isTrue();
    handle.release(Transfer.READ);
    assertThat(handle.tryTake(Transfer.WRITE, "write")).as("turn to write").isTrue();
    handle.release(Transfer.WRITE);
    ByteBuffer rest = ByteBuffer.allocate(10);
    input.tryRead(rest);
    Task<Integer> reader = start(() -> input.read(ByteBuffer.allocate(1))).awaitParked();
    assertThat(output.write(new byte[1], 0, 1)).isEqualTo(1);
    assertThat(reader.result()).isEqualTo(1);
  }

  @Test
  void aTurnThatComesWithAnInterruptIsNotLost() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(4_000);
    for (int i = 0; i < rounds; i++) {
      handle.begin(Transfer.READ, "read");
      Task<Boolean> queued = start(() -> takeAndEnd(Deadline.NONE));
      if (random.nextInt(4) > 0) {
        queued.awaitParked();
      }
      if (random.nextBoolean()) {
        handle.end(Transfer.READ);
        queued.interrupt();
      } else {
        queued.interrupt();
        handle.end(Transfer.READ);
      }
      queued.result();
      assertThat(handle.tryTake(Transfer.READ, "read")).as("round %d", i).isTrue();
      handle.release(Transfer.READ);
    }
    assertTurnsAreFree();
  }

  @Test
  void aTurnThatComesWithATimeoutIsNotLost() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(400);
    int timeouts = 0;
    int most = 2_000_000; // follows how busy the machine is, so that either happens
    for (int i = 0; i < rounds; i++) {
      int before = timeouts;
      handle.begin(Transfer.READ, "read");
      Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(most)));
      List<Task<Boolean>> queued = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        queued.add(start(() -> takeAndEnd(deadline)));
      }
      LockSupport.parkNanos(random.nextInt(2_000_000));
      handle.end(Transfer.READ);
      for (Task<Boolean> task : queued) {
        timeouts += task.result() ? 0 : 1;
      }
      most = Math.clamp(timeouts > before ? most * 11L / 10 : most * 9L / 10, 1_000, 1 << 30);
      assertThat(handle.tryTake(Transfer.READ, "read")).as("round %d", i).isTrue();
      handle.release(Transfer.READ);
    }
    assertThat(timeouts).as("timeouts of %d", 3 * rounds).isBetween(1, 3 * rounds - 1);
    assertTurnsAreFree();
  }

  /** Whether it got the turn. */
  private boolean takeAndEnd(Deadline deadline) throws IOException {
    try {
      deadline.call(
          () -> {
            handle.begin(Transfer.READ, "read");
            return true;
          });
    } catch (ConnectorInterruptedException | ConnectorTimeoutException e) {
      return false;
    }
    handle.end(Transfer.READ);
    return true;
  }

  @Test
  void bytesAndTurnsSurviveDeadlinesAndInterrupts() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(5_000);
    AtomicBoolean enough = new AtomicBoolean();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random own = new Random(Seed.VALUE + i);
      tasks.add(startAction(() -> move(own, rounds, this::read)));
      tasks.add(startAction(() -> move(own, rounds, this::write)));
    }
    Task<Void> chaos =
        startAction(
            () -> {
              while (!enough.get()) {
                disturb(random, tasks);
                LockSupport.parkNanos(1_000);
              }
            });
    tasks.forEach(Task::result);
    enough.set(true);
    chaos.result();
    assertThat(balance).hasValue(transfer.balance());
    assertTurnsAreFree();
  }

  private void disturb(Random random, List<Task<Void>> tasks) {
    int direction = random.nextBoolean() ? Transfer.READ : Transfer.WRITE;
    switch (random.nextInt(4)) {
      case 0 -> tasks.get(random.nextInt(tasks.size())).interrupt();
      case 1 -> move(direction, Deadline.NONE);
      case 2 -> move(direction, Deadline.after(Duration.ofNanos(random.nextInt(3_000_000))));
      default -> handle.assumeReady();
    }
  }

  private void move(int direction, Deadline deadline) {
    if (handle.lane(direction).deadline(deadline)) {
      handle.wakeAll(direction);
    }
  }

  @FunctionalInterface
  private interface Call {
    int move(ByteBuffer buffer) throws IOException;
  }

  private int read(ByteBuffer buffer) throws IOException {
    int count = input.read(buffer);
    return -count;
  }

  private int write(ByteBuffer buffer) throws IOException {
    return output.write(buffer);
  }

  private void move(Random random, int rounds, Call call) throws IOException {
    for (int i = 0; i < rounds; i++) {
      ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(5));
      Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(3_000_000)));
      try {
        balance.addAndGet(deadline.call(() -> call.move(buffer)));
      } catch (ConnectorInterruptedException | ConnectorTimeoutException e) {
        long moved = ((TransferFailure) e).bytesMoved();
        assertThat(moved).as("of %s", e).isEqualTo(buffer.position());
        balance.addAndGet(moved); // of writes only: a read that fails has moved nothing
      }
      Thread.interrupted();
    }
  }

  @Test
  void aDeadlineThatIsMovedAsItPassesEitherEndsTheWaitOrDoesNot() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(300);
    int timeouts = 0;
    int most = 2_500_000; // follows how busy the machine is, so that either happens
    for (int i = 0; i < rounds; i++) {
      Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(most)));
      move(Transfer.READ, deadline);
      Task<Integer> reader = start(() -> input.read(ByteBuffer.allocate(1)));
      LockSupport.parkNanos(random.nextInt(2_500_000));
      move(Transfer.READ, Deadline.NONE);
      output.write(new byte[1], 0, 1);
      if (reader.hasFailed()) {
        assertThat(reader.failure()).isInstanceOf(ConnectorTimeoutException.class);
        assertThat(deadline.hasPassed()).as("not early").isTrue();
        assertThat(input.read(ByteBuffer.allocate(1))).isEqualTo(1);
        timeouts++;
        most = (int) Math.min(most * 11L / 10, 1 << 30);
      } else {
        assertThat(reader.result()).isEqualTo(1);
        most = Math.max(most * 9 / 10, 1_000);
      }
    }
    assertThat(timeouts).as("timeouts of %d", rounds).isBetween(1, rounds - 1);
    assertTurnsAreFree();
  }

  @Test
  void closeEndsEverybodyAndTheLastOneFrees() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(1_000);
    for (int i = 0; i < rounds; i++) {
      LoopTransfer loop = new LoopTransfer();
      try (ScriptedEngine own = new ScriptedEngine(loop, engine)) {
        closeAmidst(own.handle(), loop, random);
      }
    }
  }

  private static void closeAmidst(Handle victim, LoopTransfer loop, Random random) {
    Input in = new Input(victim, true, victim);
    Output out = new Output(victim, true, victim);
    List<Task<Void>> users = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      users.add(startAction(() -> untilClosed(() -> in.read(ByteBuffer.allocate(2)))));
      users.add(startAction(() -> untilClosed(() -> out.write(ByteBuffer.allocate(5)))));
    }
    users.add(startAction(() -> untilClosed(() -> in.tryRead(ByteBuffer.allocate(1)))));
    users.add(startAction(() -> untilClosed(() -> out.tryWrite(ByteBuffer.allocate(1)))));
    LockSupport.parkNanos(random.nextInt(300_000));
    for (int k = 0; k < 2; k++) {
      users.add(startAction(victim::close));
    }
    users.forEach(Task::result);
    assertThat(loop.isGone()).as("the last user frees").isTrue();
  }

  private static void untilClosed(Task.Action call) throws Exception {
    try {
      while (true) {
        call.run();
        LockSupport.parkNanos(1_000); // a thread that merely yields can keep others from running
      }
    } catch (ClosedChannelException e) {
      assertThat(e).isInstanceOf(TransferFailure.class);
    }
  }
}
