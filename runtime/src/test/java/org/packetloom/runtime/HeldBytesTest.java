// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.ReceiveFlag;
import org.packetloom.SendFlag;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Bytes that were received before anybody asked for them are found by whoever reads. */
class HeldBytesTest extends HeldBytesContract {
  @Test
  void theyArePeekedAtReadUntilAndLent() throws Exception {
    hold("one\n".getBytes());
    hold("two\nthree".getBytes());
    assertThat(available()).isEqualTo(13);
    ByteBuffer room = ByteBuffer.allocate(100);
    assertThat(near.peek(room)).isEqualTo(13);
    assertThat(near.readUntil((byte) '\n', room.clear())).isEqualTo(4);
    assertThat(available()).isEqualTo(9);
    near.unread(ByteBuffer.wrap("0\n".getBytes()));
    assertThat(near.peek(room.clear())).isEqualTo(11);
    assertThat(room.flip()).isEqualTo(ByteBuffer.wrap("0\ntwo\nthree".getBytes()));
    assertRead(near, "0\ntwo\n".getBytes());
    hold("four".getBytes());
    ByteBuffer got = ByteBuffer.allocate(9);
    near.receive(lent -> got.put(lent.get()).put(lent.get())); // leaves the others
    while (got.hasRemaining()) {
      near.receive(got::put);
    }
    assertThat(got.array()).isEqualTo("threefour".getBytes());
    assertThat(available()).isZero();
  }

  @Test
  void theyAreReadWithoutWaiting() throws Exception {
    ByteBuffer room = ByteBuffer.allocate(100);
    assertThat(near.tryRead(room)).isZero();
    assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isFalse();
    hold(bytes(1, 10));
    assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isTrue();
    assertThat(near.tryRead(room.limit(4))).isEqualTo(4);
    assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
    assertThat(near.tryRead(room.limit(100))).isEqualTo(6);
    assertThat(near.tryRead(room)).isZero();
    near.readTimeout(Duration.ofNanos(1));
    assertThatThrownBy(() -> readByte(near)).isInstanceOf(ConnectorTimeoutException.class);
    hold(bytes(2, 10));
    assertRead(near, bytes(2, 10));
  }

  /** On the loop that is to receive them, and has had no time for that. */
  @Test
  void whatWasWrittenBeforeIsFoundWithoutWaiting() throws Exception {
    LoomBuilder builder = builder("loop", poller);
    builder.pollers(1);
    try (Packetloom single = builder.open(Looms.platform(poller));
        Talkers pair = Talkers.open(single)) {
      pair.onLoop(
              () -> {
                ByteBuffer room = ByteBuffer.allocate(10);
                ByteBuffer[] two = {ByteBuffer.allocate(5), ByteBuffer.allocate(5)};
                for (int round = 0; round < Scale.rounds(100); round++) {
                  assertThat(pair.near().tryRead(room.clear())).isZero();
                  pair.far().write(bytes(round, 10));
                  assertThat(pair.near().tryRead(room)).as("round %d", round).isEqualTo(10);
                  assertThat(room.array()).isEqualTo(bytes(round, 10));
                  pair.far().write(bytes(round, 9));
                  two[0].clear();
                  two[1].clear();
                  assertThat(pair.near().tryRead(two, 0, 2)).isEqualTo(9);
                  pair.far().write(bytes(round, 8));
                  assertThat(pair.near().awaitReadable(Deadline.after(Duration.ZERO))).isTrue();
                  assertThat(pair.near().tryRead(room.clear())).isEqualTo(8);
                }
                pair.far().close();
                assertThat(pair.near().tryRead(room.clear())).isEqualTo(-1);
                return null;
              })
          .result();
    }
  }

  /** Whether they are held already, in the kernel, or between. */
  @Test
  void whoWasToldThatThereAreBytesFindsThem() throws Exception {
    int rounds = Scale.rounds(1000);
    Callable<Void> look =
        () -> {
          ByteBuffer room = ByteBuffer.allocate(10);
          for (int round = 0; round < rounds; round++) {
            far.write(bytes(round, 10));
            switch (round % 4) {
              case 0 -> assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
              case 1 -> {
                while (!near.awaitReadable(Deadline.after(Duration.ZERO))) {
                  Thread.yield(); // the ring may have taken them and not told yet
                }
              }
              case 2 -> assertThat(near.peek(ByteBuffer.allocate(20))).isEqualTo(10);
              default -> {
                while (available() < 10) {
                  Thread.yield();
                }
                assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
              }
            }
            assertThat(available()).isLessThanOrEqualTo(10);
            assertThat(near.tryRead(room.clear())).as("round %d", round).isEqualTo(10);
            assertThat(room.array()).isEqualTo(bytes(round, 10));
            assertThat(near.awaitReadable(Deadline.after(Duration.ZERO))).isFalse();
          }
          return null;
        };
    onLoop(look).result();
    start(look).result();
  }

  @Test
  void thePeerIsAliveAsLongAsTheyAreThere() throws Exception {
    assertThat(near.isAlive()).isTrue();
    hold(bytes(1, 10));
    assertThat(near.isAlive()).isTrue();
    far.close();
    assertThat(near.isAlive()).isTrue();
    assertRead(near, bytes(1, 10));
    assertThat(near.isAlive()).isFalse();
    assertThat(readByte(near)).isEqualTo(-1);
  }

  @Test
  void aResetIsToldToWhoReads() throws Exception {
    for (int look = 0; look < 6; look++) {
      talkAnew();
      far.option(StandardSocketOptions.SO_LINGER, 0);
      far.close();
      switch (look) {
        case 0 -> Await.until("told", () -> !near.isAlive());
        case 1 -> assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
        case 2 ->
            assertThatThrownBy(() -> near.peek(ByteBuffer.allocate(1)))
                .isInstanceOf(ConnectionResetException.class);
        case 3 -> {
          assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
          assertThat(near.isAlive()).isFalse();
        }
        default -> {}
      }
      assertThatThrownBy(() -> readByte(near))
          .as("look %d", look)
          .isInstanceOf(ConnectionResetException.class);
      assertThat(readByte(near)).isEqualTo(-1);
    }
  }

  @Test
  void urgentBytesAreFoundByWhoAsksFromTimeToTime() throws Exception {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(near.read(one, ReceiveFlag.OUT_OF_BAND)).isZero();
    if (isUring()) {
      Await.until("it has ended", () -> !transfer().isReadingBeforehand());
    }
    far.write(bytes(1, 3));
    far.write(ByteBuffer.wrap(new byte[] {9}), SendFlag.OUT_OF_BAND);
    far.write(bytes(2, 3));
    Await.until("the urgent one is there", () -> isUrgentThere(one));
    assertThat(one.get(0)).isEqualTo((byte) 9);
    assertRead(near, bytes(1, 3));
    assertRead(near, bytes(2, 3));
  }

  private boolean isUrgentThere(ByteBuffer one) {
    try {
      return near.read(one.clear(), ReceiveFlag.OUT_OF_BAND) == 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoEndsHisReadingReadsNoneOfThem() throws Exception {
    hold(bytes(1, 5));
    near.shutdownInput();
    assertThat(readByte(near)).isEqualTo(-1);
    assertThat(available()).isZero();
    writeByte(near, 3);
    assertThat(readByte(far)).isEqualTo(3);
  }

  @Test
  void readsThatAreGivenUpLoseNothing() throws Exception {
    Random random = Seed.random();
    for (int round = 0; round < Scale.rounds(1000); round++) {
      ByteBuffer one = ByteBuffer.allocate(1);
      boolean isTimed = random.nextBoolean();
      Task<Void> reader =
          onLoop(
              () -> {
                if (isTimed) {
                  Callable<Void> timed =
                      () -> {
                        readOrGiveUp(one);
                        return null;
                      };
                  Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(200_000)));
                  deadline.<Void, Exception>call(timed::call);
                } else {
                  readOrGiveUp(one);
                }
                return null;
              });
      if (random.nextBoolean()) {
        reader.interrupt();
      }
      writeByte(far, round & 0x7f);
      reader.interrupt();
      reader.result();
      if (one.hasRemaining()) {
        near.readFully(one);
      }
      assertThat(one.get(0)).as("round %d", round).isEqualTo((byte) (round & 0x7f));
    }
  }

  private void readOrGiveUp(ByteBuffer one) throws IOException {
    try {
      near.read(one);
    } catch (ConnectorInterruptedException | ConnectorTimeoutException _) {
      // as told
    }
  }
}
