// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;

/** What receives that go on have brought is read, looked at and lent; also after their end. */
class UringReceivesTest extends UringReceivesSuite {
  /** The ways to read. */
  private enum Form {
    ARRAY,
    DIRECT,
    SEVERAL;

    /** Reads at most so many bytes; null if there are none. */
    byte[] read(End end, int room) {
      byte[] array = new byte[room];
      int n =
          switch (this) {
            case ARRAY -> end.transfer().tryRead(array, 0, room);
            case DIRECT -> {
              ByteBuffer direct = ByteBuffer.allocateDirect(room + 3).position(3);
              int got = end.transfer().tryRead(direct);
              direct.get(3, array);
              yield got;
            }
            case SEVERAL -> {
              ByteBuffer first = ByteBuffer.allocateDirect(room / 2);
              ByteBuffer second = ByteBuffer.wrap(array, room / 2, room - room / 2);
              int got = end.transfer().tryRead(new ByteBuffer[] {first, second}, 0, 2);
              first.get(0, array, 0, room / 2);
              yield got;
            }
          };
      assertThat(n == NOT_READY || n > 0).as("result %d", n).isTrue();
      return n == NOT_READY ? null : Arrays.copyOf(array, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesAreReadInTheirOrder(Form form) throws Exception {
    Random random = new Random(form.ordinal());
    Link link = going();
    ByteBuffer sent = ByteBuffer.allocate(1 << 20);
    ByteBuffer got = ByteBuffer.allocate(1 << 20);
    for (int round = 0; round < 1000; round++) {
      byte[] message = bytes(round, 1 + random.nextInt(round % 50 == 0 ? 3 * SIZE : 900));
      link.far().write(message);
      sent.put(message);
      submit();
      for (int i = random.nextInt(4); i > 0; i--) {
        byte[] some = form.read(link.near(), 2 + random.nextInt(2000));
        if (some == null) {
          link.near().arm(READ, ROOM);
          submit();
        } else {
          got.put(some);
        }
      }
      if (round % 100 == 99) { // small ones again
        got.put(readFully(link.near(), sent.position() - got.position()));
      }
    }
    got.put(readFully(link.near(), sent.position() - got.position()));
    assertThat(got.flip()).isEqualTo(sent.flip());
    assertThat(held(link)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatThereIsNoRoomForIsReadNext(Form form) throws Exception {
    Link link = going();
    for (int round = 0; round < 50; round++) {
      hold(link, bytes(round, 90));
      hold(link, bytes(-round, 10));
      ByteBuffer got = ByteBuffer.allocate(100);
      while (got.hasRemaining()) {
        byte[] some = form.read(link.near(), Math.min(2 + round, got.remaining() + 2));
        got.put(some);
        assertThat(held(link)).isEqualTo(got.remaining());
      }
      assertThat(got.array()).startsWith(bytes(round, 90)).endsWith(bytes(-round, 10));
      assertThat(form.read(link.near(), 5)).isNull();
    }
    assertThat(faults.count("read")).as("system calls").isZero();
  }

  @Test
  void heldBytesAreToldToWhoBeginsToWait() throws Exception {
    Link link = going();
    hold(link, bytes(1, 10));
    link.near().events().take();
    link.near().arm(READ, 5);
    assertThat(link.near().isTold(Readiness.READABLE)).isTrue();
    assertThat(readFully(link.near(), 5)).isEqualTo(Arrays.copyOf(bytes(1, 10), 5));
    link.near().events().take();
    link.near().arm(READ, 0);
    assertThat(link.near().isTold(Readiness.READABLE)).as("the others").isTrue();
  }

  @Test
  void endIsToldAfterWhatWasHeld() throws Exception {
    Link link = going();
    hold(link, bytes(1, 5));
    leave(link.far());
    submit();
    byte[] room = new byte[4];
    assertThat(read(link, room)).isEqualTo(4);
    assertThat(link.near().transfer().stream().isAlive()).isOne();
    assertThat(read(link, room)).isOne();
    assertThat(link.near().transfer().stream().isAlive()).isZero();
    assertThat(read(link, room)).isZero();
    assertThat(read(link, room)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "alive", "alive first", "peek", "several"})
  void resetIsToldOnceAfterWhatWasHeld(String look) throws Exception {
    Link link = going();
    hold(link, bytes(1, 5));
    StreamTransfer stream = link.near().transfer().stream();
    byte[] room = new byte[5];
    if (!look.equals("alive first")) {
      reset(link.far());
      submit();
      assertThat(stream.isAlive()).isOne();
      assertThat(read(link, room)).isEqualTo(5);
    } else {
      assertThat(read(link, room)).isEqualTo(5);
      reset(link.far());
      assertThat(stream.isAlive()).as("before the ring tells").isZero();
      submit();
    }
    int told = 0;
    switch (look) {
      case "alive" -> assertThat(stream.isAlive()).isZero();
      case "peek" -> {
        assertThat(stream.tryPeek(ByteBuffer.allocate(9))).isEqualTo(-LinuxErrors.ECONNRESET);
        assertThat(stream.tryPeek(ByteBuffer.allocate(9))).isEqualTo(-LinuxErrors.ECONNRESET);
      }
      case "several" -> {
        ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        told = link.near().transfer().tryRead(two, 0, 2);
      }
      default -> {}
    }
    if (told == 0) {
      told = read(link, room);
    }
    assertThat(told).isEqualTo(-LinuxErrors.ECONNRESET);
    assertThat(read(link, room)).isZero();
  }

  @Test
  void severalBuffersFilledBeforeAResetKeepItForTheNextRead() throws Exception {
    Link link = going();
    hold(link, bytes(1, 5));
    reset(link.far());
    submit();
    ByteBuffer[] two = {ByteBuffer.allocate(5), ByteBuffer.allocate(1)};
    assertThat(link.near().transfer().tryRead(two, 0, 2)).isEqualTo(5);
    assertThat(read(link, new byte[1])).isEqualTo(-LinuxErrors.ECONNRESET);
    assertThat(read(link, new byte[1])).isZero();
  }

  @Test
  void bytesOfOneBufferAreLent() throws Exception {
    Link link = going();
    for (int round = 0; round < 100; round++) {
      hold(link, bytes(round, 20));
      ByteBuffer lent = link.near().transfer().lend(ROOM);
      assertThat(lent.remaining()).isEqualTo(20);
      byte[] seen = new byte[20];
      lent.get(0, seen);
      assertThat(seen).isEqualTo(bytes(round, 20));
      if (round % 3 == 2) {
        hold(link, bytes(-round, 7)); // comes while it is lent
      }
      int taken = List.of(20, 0, 8).get(round % 3);
      link.near().transfer().endLending(taken);
      int left = 20 - taken + (round % 3 == 2 ? 7 : 0);
      assertThat(held(link)).isEqualTo(left);
      if (left > 0) {
        assertThat(link.near().transfer().lend(left - 1).hasRemaining()).isFalse();
        byte[] rest = readFully(link.near(), left);
        assertThat(Arrays.copyOf(rest, 20 - taken))
            .isEqualTo(Arrays.copyOfRange(bytes(round, 20), taken, 20));
      }
      assertThat(link.near().transfer().lend(ROOM).hasRemaining()).as("nothing").isFalse();
    }
    assertThat(faults.count("read")).isZero();
    leave(link.near());
    assertEachBufferIsThereOnce();
  }

  @Test
  void bytesOfTwoBuffersAreNotLent() throws Exception {
    Link link = going();
    hold(link, bytes(1, 20));
    hold(link, bytes(2, 20));
    assertThat(link.near().transfer().lend(ROOM).hasRemaining()).isFalse();
    byte[] room = new byte[20];
    assertThat(read(link, room)).isEqualTo(20);
    assertThat(link.near().transfer().lend(ROOM).remaining()).isEqualTo(20);
    link.near().transfer().endLending(20);
    assertThat(held(link)).isZero();
  }

  @Test
  void peeksSeeAllThatIsThere() throws Exception {
    Link link = going();
    StreamTransfer stream = link.near().transfer().stream();
    byte[] sent = bytes(1, 2 * SIZE + 700);
    ByteBuffer room = ByteBuffer.allocate(ROOM);
    assertThat(stream.tryPeek(room)).isEqualTo(NOT_READY);
    hold(link, Arrays.copyOf(sent, 300));
    assertThat(stream.tryPeek(room)).isEqualTo(300);
    hold(link, Arrays.copyOfRange(sent, 300, 400));
    assertThat(stream.tryPeek(room)).as("those that came since").isEqualTo(400);
    hold(link, Arrays.copyOfRange(sent, 400, 500));
    hold(link, Arrays.copyOfRange(sent, 500, 600));
    assertThat(stream.tryPeek(room)).isEqualTo(600);
    assertThat(stream.tryPeek(ByteBuffer.allocate(350))).isEqualTo(350);
    assertThat(readFully(link.near(), 50)).isEqualTo(Arrays.copyOf(sent, 50));
    endReceive(link);
    link.far().write(Arrays.copyOfRange(sent, 600, sent.length));
    assertThat(stream.tryPeek(room)).as("and those in the kernel").isEqualTo(sent.length - 50);
    byte[] seen = new byte[sent.length - 50];
    room.get(0, seen);
    assertThat(seen).isEqualTo(Arrays.copyOfRange(sent, 50, sent.length));
    assertThat(readFully(link.near(), seen.length)).isEqualTo(seen);
  }
}
