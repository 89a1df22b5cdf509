// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.NativeFailure;
import org.packetloom.TransferFailure;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What a handle makes of the answers of its transfer, those that are rare in life. */
class HandleTest extends ToolkitTest {
  private static final int NO_SPACE = 28;

  /** A proactor's transfer: every operation is under way until the test says otherwise. */
  private static class Submitted extends ScriptedTransfer {
    final AtomicInteger cancels = new AtomicInteger();

    @Override
    public int tryRead(ByteBuffer destination) {
      return NOT_READY;
    }

    @Override
    public int tryWrite(ByteBuffer source) {
      return NOT_READY;
    }
  }

  /** A read whose time is over as soon as it waits. */
  private static Task<Integer> startTimedRead(Handle handle) {
    Input input = new Input(handle, true, handle);
    Task<Integer> read = start(() -> input.read(ByteBuffer.allocate(10))).awaitParked();
    handle.lane(Transfer.READ).deadline(Deadline.after(Duration.ZERO));
    handle.wakeAll(Transfer.READ);
    return read;
  }

  @Test
  void anEventThatOvertakesTheAnswerOfACancelIsNotLost() {
    Submitted transfer =
        new Submitted() {
          @Override
          public int cancel(int direction) {
            if (cancels.getAndIncrement() > 0) {
              return 0;
            }
            readiness.ready(Readiness.READABLE);
            return NOT_READY;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      startTimedRead(engine.handle()).assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  void aCancelThatADeadPollerCannotAnswerHoldsNobody() {
    Submitted transfer =
        new Submitted() {
          @Override
          public int cancel(int direction) {
            cancels.incrementAndGet();
            return NOT_READY;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      Task<Integer> read = startTimedRead(engine.handle());
      Await.until("the read is called back", () -> transfer.cancels.get() > 0);
      transfer.readiness.failed(new IllegalStateException("dead"));
      read.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  void anInterruptDuringACancelIsKeptUntilTheCallReturns() {
    Submitted transfer =
        new Submitted() {
          @Override
          public int cancel(int direction) {
            return cancels.getAndIncrement() == 0 ? NOT_READY : 0;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      Task<Integer> read = startTimedRead(engine.handle());
      Await.until("the read is called back", () -> transfer.cancels.get() == 1);
      read.awaitParked().interrupt();
      Await.until("the interrupt is seen", () -> !read.thread().isInterrupted());
      assertThat(read.hasEnded()).as("left before the operation settled").isFalse();
      transfer.readiness.ready(Readiness.READABLE);
      read.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(read.endedInterrupted()).isTrue();
    }
  }

  @Test
  void bytesThatCouldNotBeCalledBackAreReturnedInPlaceOfATimeout() {
    Submitted transfer =
        new Submitted() {
          @Override
          public int tryRead(ByteBuffer destination) {
            return cancels.get() == 0 ? NOT_READY : 7;
          }

          @Override
          public int cancel(int direction) {
            cancels.incrementAndGet();
            Thread.startVirtualThread(() -> readiness.ready(Readiness.READABLE));
            return 1; // its event is still to come
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      assertThat(startTimedRead(engine.handle()).result()).isEqualTo(7);
      assertThat(transfer.cancels).as("asked once, not in a loop").hasValue(1);
    }
  }

  @Test
  void tryWriteCallsItsBytesBack() throws Exception {
    AtomicBoolean isRegistered = new AtomicBoolean();
    AtomicBoolean isCalledBack = new AtomicBoolean();
    Submitted transfer =
        new Submitted() {
          @Override
          public int register() {
            isRegistered.set(true); // what is told before has to be told again here
            return 0;
          }

          @Override
          public int cancel(int direction) {
            return isCalledBack.get() ? 0 : NOT_READY;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      Handle handle = engine.handle();
      Output output = new Output(handle, true, handle);
      ByteBuffer source = ByteBuffer.allocate(10);
      var write = start(() -> output.tryWrite(source));
      Await.until("events are told", isRegistered::get);
      assertThat(write.awaitParked().hasEnded()).as("left with bytes under way").isFalse();
      isCalledBack.set(true);
      transfer.readiness.ready(Readiness.WRITABLE);
      assertThat(write.result()).isZero();
      assertThat(source.position()).isZero();
    }
  }

  @Test
  void tryWriteCountsBytesThatCouldNotBeCalledBack() throws Exception {
    Submitted transfer =
        new Submitted() {
          private int attempts;

          @Override
          public int tryWrite(ByteBuffer source) {
            return attempts++ == 1 ? 4 : NOT_READY;
          }

          @Override
          public int cancel(int direction) {
            return cancels.getAndIncrement() == 0 ? 1 : 0;
          }

          @Override
          public int register() {
            readiness.ready(Readiness.WRITABLE);
            return 0;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      ByteBuffer source = ByteBuffer.allocate(10);
      assertThat(new Output(engine.handle(), true, engine).tryWrite(source)).isEqualTo(4);
      assertThat(source.position()).isEqualTo(4);
    }
  }

  @Test
  void aPollerThatRefusesAnEventIsAFailureOfTheCallWithItsBytes() {
    ScriptedTransfer transfer =
        new Submitted() {
          private int attempts;

          @Override
          public int tryWrite(ByteBuffer source) {
            return attempts++ == 0 ? 3 : NOT_READY;
          }

          @Override
          public boolean isPersistent(int direction) {
            return false;
          }

          @Override
          public int arm(int direction, int most) {
            return -NO_SPACE;
          }
        };
    assertFailsAfterThreeBytes(transfer);
  }

  @Test
  void aPollerThatRefusesADescriptorIsAFailureOfTheCallWithItsBytes() {
    ScriptedTransfer transfer =
        new Submitted() {
          private int attempts;

          @Override
          public int tryWrite(ByteBuffer source) {
            return attempts++ == 0 ? 3 : NOT_READY;
          }

          @Override
          public int register() {
            return -NO_SPACE;
          }
        };
    assertFailsAfterThreeBytes(transfer);
  }

  private static void assertFailsAfterThreeBytes(ScriptedTransfer transfer) {
    try (var engine = new ScriptedEngine(transfer)) {
      Output output = new Output(engine.handle(), true, engine);
      ByteBuffer source = ByteBuffer.allocate(10);
      start(() -> output.write(source))
          .assertFailure()
          .isInstanceOfSatisfying(
              NativeFailure.class, f -> assertThat(f.errorName()).isEqualTo("ENOSPC"))
          .isInstanceOfSatisfying(
              TransferFailure.class, f -> assertThat(f.bytesMoved()).isEqualTo(3));
      assertThat(source.position()).isEqualTo(3);
    }
  }

  @Test
  void nobodyGoesOnAfterCloseEvenIfThereIsRoom() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ScriptedTransfer transfer =
        new Submitted() {
          @Override
          public int tryWrite(ByteBuffer source) {
            attempts.incrementAndGet();
            return NOT_READY;
          }
        };
    try (var engine = new ScriptedEngine(transfer)) {
      Handle handle = engine.handle();
      Output output = new Output(handle, true, handle);
      handle.begin(Transfer.WRITE, "write");
      var queued = start(() -> output.write(ByteBuffer.allocate(1))).awaitParked();
      handle.close();
      handle.assumeReady();
      handle.end(Transfer.WRITE);
      queued.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThat(attempts).hasValue(0);
    }
  }
}
