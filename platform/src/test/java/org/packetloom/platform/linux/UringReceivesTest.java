// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.OwnedPoller;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.StreamTransfer;

/** Receives that go on while nobody waits, from the first wait on, and what they have brought. */
class UringReceivesTest extends UringSuite {
  private static final int ROOM = 8 << 10;
  private static final int SIZE = ReceiveBuffers.SIZE;
  private static final int MOST_HELD = 4 * SIZE;

  @Override
  Poller open() throws PollerException {
    return new OwnedPoller(UringPoller.open(faults.calls(), 0));
  }

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

  /** A connection whose near end receives on and on. */
  private Link going() throws PollerException {
    Link link = tcpLink();
    goOn(link);
    return link;
  }

  private void goOn(Link link) throws PollerException {
    submit(); // the ring is that of this thread from now on
    link.near().events().take();
    link.near().arm(READ, ROOM);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isTrue();
  }

  private static int held(Link link) {
    return link.near().transfer().held();
  }

  private int inKernel(Link link) {
    return descriptors.available(link.near().transfer().descriptor());
  }

  /** Has some more bytes received that nobody asks for. */
  private void hold(Link link, byte... bytes) throws PollerException {
    int all = held(link) + bytes.length;
    link.far().write(bytes);
    while (held(link) < all) {
      poller.await(-1);
      poller.dispatch();
    }
    assertThat(held(link)).isEqualTo(all);
  }

  private static int read(Link link, byte[] to) {
    return link.near().transfer().tryRead(to, 0, to.length);
  }

  private void reset(End end) {
    assertThat(descriptors.setting(end.transfer().descriptor(), SocketSetting.LINGER, 0)).isZero();
    leave(end);
  }

  /** Has a receive that goes on end, past its user. */
  private void endReceive(Link link) throws PollerException {
    var runner = startRunner();
    link.near().transfer().holdNothing();
    stop(runner);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isFalse();
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
  void messagesThatFillABufferEndIt() throws Exception {
    Link link = going();
    byte[] sent = bytes(1, 3 * SIZE + 5);
    link.far().write(sent);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isFalse();
    assertThat(held(link)).isPositive();
    assertThat(readFully(link.near(), sent.length)).isEqualTo(sent);
    byte[] room = new byte[ROOM];
    assertThat(read(link, room)).isEqualTo(NOT_READY);
    link.far().write((byte) 1);
    submit();
    assertThat(held(link)).as("nobody waits").isZero();
    assertThat(read(link, room)).isOne();
    goOn(link);
    hold(link, (byte) 2);
    assertThat(read(link, room)).isOne();
  }

  @Test
  void noMoreIsHeldThanLayThereAtOnce() throws Exception {
    Link link = going();
    ByteBuffer sent = ByteBuffer.allocate(3 * MOST_HELD);
    for (int round = 0; sent.remaining() >= 100; round++) {
      sent.put(bytes(round, 100));
      link.far().write(bytes(round, 100));
      submit();
    }
    while (held(link) + inKernel(link) < sent.position()) { // the last ones are on their way
      submit();
    }
    assertThat(held(link)).isBetween(MOST_HELD - 100, MOST_HELD + 200);
    assertThat(held(link) + inKernel(link)).isEqualTo(sent.position());
    assertThat(readFully(link.near(), sent.position()))
        .isEqualTo(Arrays.copyOf(sent.array(), sent.position()));
    link.far().write((byte) 1);
    assertThat(readFully(link.near(), 1)).as("a small one again").containsExactly(1);
    goOn(link);
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
  void waitThatIsGivenUpLeavesItGoingOn() throws Exception {
    Link link = going();
    assertThat(link.near().transfer().cancel(READ)).as("nothing").isZero();
    link.far().write((byte) 1);
    assertThat(link.near().transfer().cancel(READ)).as("on its way").isEqualTo(NOT_READY);
    submit();
    assertThat(link.near().transfer().cancel(READ)).as("held").isOne();
    assertThat(read(link, new byte[2])).isOne();
    assertThat(link.near().transfer().cancel(READ)).as("nothing again").isZero();
    hold(link, (byte) 2);
    assertThat(read(link, new byte[2])).isOne();
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

  /** Told without bytes a wait would begin anew, over and over. */
  @Test
  void receiveThatHasEndedTellsNobodyWhoBeginsToWait() throws Exception {
    Link link = going();
    endReceive(link);
    assertThat(link.near().transfer().stream().tryPeek(ByteBuffer.allocate(1)))
        .isEqualTo(NOT_READY);
    link.near().events().take();
    link.near().arm(READ, 0);
    submit();
    assertThat(link.near().isTold(Readiness.READABLE)).isFalse();
    link.far().write((byte) 1);
    awaitEvents(link.near(), Readiness.READABLE);
    assertThat(read(link, new byte[2])).isOne();
  }

  @Test
  void whoWantsTheDescriptorHasTheRestLeftInTheKernel() throws Exception {
    Link link = going();
    hold(link, bytes(1, 5));
    endReceive(link);
    assertThat(held(link)).isEqualTo(5);
    link.far().write(bytes(2, 6));
    submit();
    assertThat(held(link)).isEqualTo(5);
    assertThat(inKernel(link)).isEqualTo(6);
    assertThat(readFully(link.near(), 11)).startsWith(bytes(1, 5)).endsWith(bytes(2, 6));
    link.near().arm(READ, ROOM);
    submit();
    link.far().write(bytes(3, 7));
    awaitEvents(link.near(), Readiness.READABLE);
    assertThat(link.near().transfer().isReadingBeforehand()).as("never again").isFalse();
    assertThat(readFully(link.near(), 7)).isEqualTo(bytes(3, 7));
  }

  /** The request is with the runner still when its user leaves. */
  @Test
  void nothingIsTakenForAWaitThatWasGivenUpMeanwhile() throws Exception {
    submit();
    Link link = tcpLink();
    link.near().arm(READ, ROOM);
    assertThat(link.near().transfer().isReadingBeforehand()).isTrue();
    assertThat(link.near().transfer().cancel(READ)).isZero();
    Thread other = Thread.ofPlatform().start(link.near().transfer()::holdNothing);
    while (other.isAlive()) {
      submit();
    }
    link.far().write(bytes(1, 10));
    submit();
    assertThat(held(link)).isZero();
    assertThat(inKernel(link)).isEqualTo(10);
    assertThat(readFully(link.near(), 10)).isEqualTo(bytes(1, 10));
  }

  @Test
  void splicingMovesHeldBytesFirst() throws Exception {
    Link link = going();
    int[] pipe = new int[2];
    assertThat(descriptors.pipe(pipe)).isZero();
    End out = attach(opened(pipe[0]), DescriptorKind.PIPE);
    int in = opened(pipe[1]);
    StreamTransfer stream = link.near().transfer().stream();
    assertThat(stream.trySpliceIn(in, 1 << 16)).isEqualTo(NOT_READY);
    hold(link, bytes(1, 700));
    assertThat(stream.trySpliceIn(in, 500)).isEqualTo(500);
    assertThat(stream.trySpliceIn(in, 500)).isEqualTo(200);
    assertThat(stream.trySpliceIn(in, 500)).isEqualTo(NOT_READY);
    endReceive(link);
    link.far().write(bytes(2, 300));
    assertThat(stream.trySpliceIn(in, 500)).isEqualTo(300);
    assertThat(readFully(out, 1000)).startsWith(bytes(1, 700)).endsWith(bytes(2, 300));
  }

  @Test
  void whoAsksForUrgentBytesEndsIt() throws Exception {
    Link link = going();
    StreamTransfer stream = link.near().transfer().stream();
    assertThat(stream.tryReceiveUrgent(ByteBuffer.allocate(1))).isEqualTo(NOT_READY);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isFalse();
    StreamTransfer far = link.far().transfer().stream();
    assertThat(far.trySend(ByteBuffer.wrap(new byte[] {7}), StreamTransfer.URGENT)).isOne();
    link.far().write((byte) 8);
    submit();
    ByteBuffer urgent = ByteBuffer.allocate(1);
    assertThat(stream.tryReceiveUrgent(urgent)).isOne();
    assertThat(urgent.get(0)).isEqualTo((byte) 7);
    assertThat(readFully(link.near(), 1)).containsExactly(8);
  }

  @Test
  void connectionsThatGetNoBufferGoOnBySystemCalls() throws Exception {
    List<Link> links = new ArrayList<>();
    submit();
    for (int i = 0; i < MORE_THAN_BUFFERS; i++) {
      links.add(tcpLink());
    }
    for (int round = 0; round < 2; round++) {
      int before = faults.count("read");
      for (Link link : links) {
        link.near().events().take();
        link.near().arm(READ, ROOM);
      }
      submit();
      for (int i = 0; i < links.size(); i++) {
        links.get(i).far().write(bytes(i + round, 9));
      }
      for (Link link : links) {
        awaitEvents(link.near(), Readiness.READABLE);
      }
      assertThat(links.stream().mapToInt(link -> held(link)).sum())
          .isEqualTo(9 * ReceiveBuffers.COUNT);
      for (int i = 0; i < links.size(); i++) {
        assertThat(readFully(links.get(i).near(), 9)).isEqualTo(bytes(i + round, 9));
      }
      assertThat(faults.count("read") - before).isEqualTo(MORE_THAN_BUFFERS - ReceiveBuffers.COUNT);
    }
  }

  @Test
  void whoLeavesGivesBackWhatWasHeld() throws Exception {
    for (int round = 0; round < 20; round++) {
      Link link = going();
      for (int i = 0; i < round; i++) {
        hold(link, bytes(i, 9));
      }
      byte[] room = new byte[1 + round * 2];
      if (round > 0) {
        assertThat(read(link, room)).isPositive();
      }
      if (round % 2 == 0) {
        link.near().transfer().stream().tryPeek(ByteBuffer.allocate(50));
      }
      leave(link.near());
      leave(link.far());
    }
    assertEachBufferIsThereOnce();
  }

  @Test
  void whatComesAfterItsReaderHasLeftIsGivenBack() throws Exception {
    for (int round = 0; round < 20; round++) {
      Link link = going();
      hold(link, bytes(round, 9));
      for (int i = 0; i < 3; i++) {
        link.far().write(bytes(i, 9));
        poller.await(0); // has it received; it is not told yet
      }
      leave(link.near());
      submit();
      leave(link.far());
    }
    assertEachBufferIsThereOnce();
  }

  @Test
  void failedPollerLeavesWhatIsHeld() throws Exception {
    Link link = going();
    Link other = going();
    hold(link, bytes(1, 20));
    hold(other, bytes(2, 20));
    poller.fail(new IllegalStateException("planted"));
    assertThat(link.near().events().failures()).isOne();
    link.near().transfer().holdNothing();
    byte[] room = new byte[20];
    assertThat(read(link, room)).isEqualTo(20);
    assertThat(room).isEqualTo(bytes(1, 20));
    leave(link.near());
    leave(other.near());
  }

  @Test
  void closedPollerLeavesNobodyWaiting() throws Exception {
    Link link = going();
    hold(link, bytes(1, 20));
    poller.close();
    poller = null;
    link.near().transfer().holdNothing();
    link.near().transfer().deregister(false);
    link.far().transfer().deregister(false);
  }
}
