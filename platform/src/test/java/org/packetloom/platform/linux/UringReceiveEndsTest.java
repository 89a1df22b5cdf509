// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;

/** When receives that go on end: of themselves, or because of who turns to something else. */
class UringReceiveEndsTest extends UringReceivesSuite {
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
