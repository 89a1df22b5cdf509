// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;

/** Bytes that are lent where the ring has received them. */
class UringLendingTest extends UringSuite {
  private static final int ROOM = 8 << 10;

  /** Has bytes received by the ring. */
  private void receive(Link link, byte... bytes) throws PollerException {
    link.near().events().take();
    link.near().arm(READ, ROOM);
    submit();
    link.far().write(bytes);
    awaitEvents(link.near(), Readiness.READABLE);
  }

  private static ByteBuffer lend(Link link) {
    return link.near().transfer().lend(ROOM);
  }

  private static byte[] seen(ByteBuffer lent) {
    byte[] all = new byte[lent.remaining()];
    lent.duplicate().get(all);
    return all;
  }

  @Test
  void whatWasReceivedIsLentForEyesOnly() throws Exception {
    Link link = link();
    for (int size : new int[] {1, 64, ReceiveBuffers.SIZE - 1}) {
      receive(link, bytes(1, size));
      ByteBuffer lent = lend(link);
      assertThat(lent.isReadOnly()).isTrue();
      assertThat(lent.position()).isZero();
      assertThat(seen(lent)).isEqualTo(bytes(1, size));
      link.near().transfer().endLending(size);
      assertThat(link.near().transfer().tryRead(new byte[1], 0, 1)).isEqualTo(NOT_READY);
    }
    assertThat(faults.count("read")).as("the attempts that were not ready").isEqualTo(3);
  }

  @Test
  void nothingIsLentThatMustBeReadInAnotherWay() throws Exception {
    Link link = link();
    byte[] room = new byte[ROOM];
    assertThat(lend(link).hasRemaining()).as("never waited").isFalse();
    link.near().arm(READ, 0);
    submit();
    assertThat(lend(link).hasRemaining()).as("polled").isFalse();
    link.far().write((byte) 1);
    awaitEvents(link.near(), Readiness.READABLE);
    assertThat(link.near().transfer().tryRead(room, 0, 1)).isOne();
    link.near().events().take();
    link.near().arm(READ, ROOM);
    submit();
    assertThat(lend(link).hasRemaining()).as("not received yet").isFalse();
    link.far().write(bytes(1, 10));
    awaitEvents(link.near(), Readiness.READABLE);
    assertThat(link.near().transfer().lend(9).hasRemaining()).as("no room").isFalse();
    assertThat(link.near().transfer().tryRead(room, 0, 4)).isEqualTo(4);
    assertThat(lend(link).hasRemaining()).as("begun to be taken").isFalse();
    assertThat(link.near().transfer().tryRead(room, 4, 6)).isEqualTo(6);
    receive(link, bytes(2, ReceiveBuffers.SIZE + 5));
    assertThat(lend(link).hasRemaining()).as("cut").isFalse();
    assertThat(link.near().transfer().tryRead(room, 0, ROOM)).isEqualTo(ReceiveBuffers.SIZE + 5);
  }

  @Test
  void endIsNotLent() throws Exception {
    Link link = link();
    link.near().arm(READ, ROOM);
    submit();
    leave(link.far());
    awaitEvents(link.near(), Readiness.READABLE);
    assertThat(lend(link).hasRemaining()).isFalse();
    assertThat(link.near().transfer().tryRead(new byte[1], 0, 1)).isZero();
  }

  @Test
  void whatWasNotTakenIsReadNextAndTold() throws Exception {
    Link link = link();
    byte[] rest = new byte[ROOM];
    for (int taken = 0; taken < 5; taken++) {
      receive(link, bytes(taken, 5));
      assertThat(lend(link).remaining()).isEqualTo(5);
      link.near().transfer().endLending(taken);
      link.near().events().take();
      link.near().arm(READ, ROOM);
      assertThat(link.near().isTold(Readiness.READABLE)).isTrue();
      ByteBuffer direct = ByteBuffer.allocateDirect(ROOM);
      int left = 5 - taken;
      assertThat(
              taken % 2 == 0
                  ? link.near().transfer().tryRead(rest, 0, ROOM)
                  : link.near().transfer().tryRead(direct))
          .isEqualTo(left);
      if (taken % 2 != 0) {
        direct.get(0, rest, 0, left);
      }
      assertThat(ByteBuffer.wrap(rest, 0, left))
          .isEqualTo(ByteBuffer.wrap(bytes(taken, 5), taken, left));
    }
    assertThat(faults.count("read")).isZero();
  }

  @Test
  void bufferIsLentAsIfItWereNew() throws Exception {
    Link link = link();
    for (int round = 0; round < 2 * ReceiveBuffers.COUNT; round++) {
      receive(link, bytes(round, 5));
      ByteBuffer lent = lend(link);
      assertThat(seen(lent)).isEqualTo(bytes(round, 5));
      assertThat(lent.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      lent.order(ByteOrder.LITTLE_ENDIAN).position(2).mark().limit(3);
      link.near().transfer().endLending(5);
    }
  }

  /** One that came back twice would be received into for two connections. */
  @Test
  void eachBufferComesBackOnce() throws Exception {
    Link one = link();
    for (int round = 0; round < 2 * ReceiveBuffers.COUNT + 3; round++) {
      receive(one, bytes(round, 7));
      assertThat(lend(one).remaining()).isEqualTo(7);
      one.near().transfer().endLending(round % 8);
      if (round % 8 < 7) {
        assertThat(one.near().transfer().tryRead(new byte[7], 0, 7)).isEqualTo(7 - round % 8);
      }
    }
    assertThat(faults.count("read")).isZero();
    assertEachBufferIsThereOnce();
  }

  @Test
  void buffersThatAreLentForLongLeaveMostToOthers() throws Exception {
    List<Link> holders = links(ReceiveBuffers.MOST_LENT + 20);
    List<ByteBuffer> held = new ArrayList<>();
    for (int i = 0; i < holders.size(); i++) {
      receive(holders.get(i), bytes(i, 11));
      ByteBuffer lent = lend(holders.get(i));
      if (lent.hasRemaining()) {
        held.add(lent);
      }
    }
    assertThat(held).hasSize(ReceiveBuffers.MOST_LENT);
    for (int i = held.size(); i < holders.size(); i++) {
      assertThat(readFully(holders.get(i).near(), 11)).as("not lent").isEqualTo(bytes(i, 11));
    }
    Link other = link();
    for (int round = 0; round < 2 * ReceiveBuffers.COUNT; round++) {
      receive(other, bytes(round, 13));
      assertThat(readFully(other.near(), 13)).isEqualTo(bytes(round, 13));
    }
    assertThat(faults.count("read")).as("nobody had to do without a buffer").isZero();
    for (int i = 0; i < held.size(); i++) {
      assertThat(seen(held.get(i))).isEqualTo(bytes(i, 11));
      holders.get(i).near().transfer().endLending(11);
    }
    receive(other, bytes(1, 13));
    assertThat(lend(other).remaining()).isEqualTo(13);
    other.near().transfer().endLending(13);
  }

  @Test
  void whatIsLentOutlivesTheRunner() throws Exception {
    Link link = link();
    Link other = link();
    receive(link, bytes(1, 20));
    receive(other, bytes(2, 20));
    ByteBuffer lent = lend(link);
    ByteBuffer second = lend(other);
    poller.fail(new IllegalStateException("planted"));
    assertThat(seen(lent)).isEqualTo(bytes(1, 20));
    assertThat(seen(second)).isEqualTo(bytes(2, 20));
    link.near().transfer().endLending(20);
    other.near().transfer().endLending(19);
    leave(link.near()); // with nothing left
    leave(other.near()); // with an outcome that nobody took
  }
}
