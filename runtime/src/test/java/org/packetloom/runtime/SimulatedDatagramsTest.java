// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;
import org.packetloom.NotConnectedException;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.LinkStatistics;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What a simulated link does to real sockets; the contract has rows of its own. */
@Timeout(60)
class SimulatedDatagramsTest extends SimulatedDatagramsFixture {
  /** The numbers that a link with the same seed lets through. */
  private static List<Integer> expected(String conditions, int count) {
    LinkSimulator link = LinkSimulator.of(LinkConditions.parse(conditions), 5);
    List<Integer> numbers = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(4);
    for (int i = 0; i < count; i++) {
      link.send(buffer.clear().putInt(0, i), 0);
      while (link.deliver(buffer.clear(), 0)) {
        numbers.add(buffer.getInt(0));
      }
    }
    return numbers;
  }

  private static List<Integer> sendNumbers(
      DatagramConnector near, DatagramConnector far, String conditions, int count)
      throws IOException {
    List<Integer> numbers = new ArrayList<>();
    int received = 0;
    List<Integer> expected = expected(conditions, count);
    ByteBuffer buffer = ByteBuffer.allocate(10);
    for (int i = 0; i < count; i++) {
      near.send(buffer.clear().putInt(0, i).limit(4), address(far));
      while (received < expected.size() && expected.get(received) == i) {
        assertThat(far.receive(buffer.clear()).size()).isEqualTo(4);
        numbers.add(buffer.getInt(0));
        received++;
      }
    }
    return numbers;
  }

  @Test
  void theSeedDecidesWhichDatagramsOverUdpAreLost() throws Exception {
    String conditions = "loss=20%,burst=3,duplicate=5%";
    try (var near = bind(conditions, "perfect")) {
      assertThat(sendNumbers(near, far, conditions, 2_000))
          .isEqualTo(expected(conditions, 2_000))
          .hasSizeBetween(1_400, 1_900);
      LinkStatistics statistics = near.outgoing();
      assertThat(statistics.sent()).isEqualTo(2_000);
      assertThat(statistics.lost()).isBetween(250L, 550L);
      assertThat(statistics.delivered())
          .isEqualTo(2_000 - statistics.lost() + statistics.duplicated());
      assertThat(far.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    }
  }

  @Test
  void theSeedDecidesWhichDatagramsOverLocalSocketsAreLost() throws Exception {
    String query = "?behaviour=datagram";
    try (var near =
            over(loom.bind("local://" + folder.resolve("n") + query), "loss=30%", "loss=10%");
        var peer = loom.bind("local://" + folder.resolve("f") + query)) {
      assertThat(sendNumbers(near, peer, "loss=30%", 1_000)).isEqualTo(expected("loss=30%", 1_000));
      for (int i = 0; i < 1_000; i++) {
        peer.send(bytes(i), address(near));
      }
      Await.until("all came", () -> near.incoming().sent() == 1_000);
      LinkStatistics incoming = near.incoming();
      assertThat(incoming.lost()).isBetween(60L, 140L);
      for (long i = incoming.inFlight(); i > 0; i--) {
        Datagram datagram = near.receive(ByteBuffer.allocate(10));
        assertThat(datagram).isEqualTo(new Datagram(1, 1, peer.localAddress()));
      }
      assertThat(near.tryReceive(ByteBuffer.allocate(10))).isEmpty();
      assertThat(near.incoming().delivered()).isEqualTo(1_000 - incoming.lost());
    }
  }

  @Test
  void delaysAreKeptBothWays() throws Exception {
    try (var near = bind("delay=20ms", "delay=30ms")) {
      Deadline out = Deadline.after(Duration.ofMillis(20));
      near.send(bytes(1), address(far));
      far.receive(ByteBuffer.allocate(1));
      assertThat(out.hasPassed()).isTrue();
      Deadline in = Deadline.after(Duration.ofMillis(30));
      far.send(bytes(2), address(near));
      Await.until("it came", () -> near.incoming().inFlight() == 1);
      assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
      assertThat(in.hasPassed()).isTrue();
      assertThat(near.receive(ByteBuffer.allocate(1)).sender()).isEqualTo(far.localAddress());
    }
  }

  @Test
  void aDelayedDatagramGoesToWhomItWasSent() throws Exception {
    try (var other = loom.bind("udp4://127.0.0.1:0");
        var near = bind("delay=20ms", "perfect")) {
      near.connect(address(far));
      near.send(bytes(1));
      near.connect(address(other));
      near.send(bytes(2, 2));
      near.disconnect();
      assertThatThrownBy(() -> near.send(bytes(3))).isInstanceOf(NotConnectedException.class);
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
      assertThat(other.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
    }
  }

  @Test
  void datagramsOfOthersThatAreOnTheLinkAreDroppedByConnect() throws Exception {
    try (var other = loom.bind("udp4://127.0.0.1:0");
        var near = bind("perfect", "delay=20ms")) {
      other.send(bytes(1), address(near));
      far.send(bytes(2, 2), address(near));
      Await.until("both came", () -> near.incoming().inFlight() == 2);
      near.connect(address(far));
      assertThat(near.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
      assertThat(near.tryReceive(ByteBuffer.allocate(10))).isEmpty();
    }
  }

  @Test
  void whyADelayedDatagramCouldNotBeSentIsToldByTheNextCall() throws Exception {
    try (var near = bind("delay=1ms", "perfect")) {
      near.send(ByteBuffer.allocate(70_000), address(far));
      Await.until("it is gone", () -> near.outgoing().inFlight() == 0);
      ByteBuffer next = bytes(1);
      Throwable[] thrown = {null};
      Await.until(
          "it is told",
          () -> {
            thrown[0] = catchThrowable(() -> near.send(next.clear(), address(far)));
            return thrown[0] != null;
          });
      assertThat(thrown[0]).isInstanceOf(MessageTooLargeException.class);
      assertThat(next.position()).isZero();
      near.send(next, address(far));
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
    }
  }

  @Test
  void batchesPassEntryByEntry() throws Exception {
    try (var near = bind("perfect", "delay=1ms,keep-order=yes");
        var batch = near.batch(8, 100)) {
      batch.add(bytes(1), address(far)).add(bytes(), address(far));
      batch.room(2).put(new byte[] {3, 3, 3, 4, 4, 4, 5});
      batch.count(3).size(2, 7).segmentSize(2, 3).copyPeer(2, 0);
      near.send(batch);
      assertThat(batch.position()).isEqualTo(3);
      for (int size : new int[] {1, 0, 3, 3, 1}) {
        assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(size);
        far.send(ByteBuffer.allocate(size), address(near));
      }
      Await.until("all came", () -> near.incoming().inFlight() == 5);
      List<Integer> sizes = new ArrayList<>();
      while (sizes.size() < 5) {
        int count = near.receive(batch);
        assertThat(batch.count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
          assertThat(batch.peer(i)).isEqualTo(far.localAddress());
          assertThat(batch.segmentSize(i)).isZero();
          sizes.add(batch.data(i).remaining());
        }
      }
      assertThat(sizes).containsExactly(1, 0, 3, 3, 1);
      assertThat(near.tryReceive(batch)).isZero();
      batch.clear().add(bytes(1, 2)).peer(0, address(far)).add(bytes(9));
      assertThatThrownBy(() -> near.trySend(batch)).isInstanceOf(NotConnectedException.class);
      assertThat(batch.position()).isOne();
      assertThat(near.connect(address(far)).trySend(batch)).isOne();
    }
  }

  @Test
  void batchesTellWhatWasCut() throws Exception {
    try (var near = bind("perfect", "perfect")) {
      var batch = near.batch(2, 3);
      far.send(bytes(1, 2, 3, 4, 5), address(near));
      assertThat(near.receive(batch)).isOne();
      assertThat(batch.size(0)).isEqualTo(3);
      assertThat(batch.fullSize(0)).isEqualTo(5);
      assertThat(batch.data(0)).isEqualTo(bytes(1, 2, 3));
      assertThatThrownBy(() -> batch.clear().add(bytes(1, 2, 3, 4)))
          .isInstanceOf(IllegalArgumentException.class);
      try (var foreign = far.batch(1, 1)) {
        assertThatThrownBy(() -> near.receive(foreign))
            .isInstanceOf(IllegalArgumentException.class);
      }
      var receiver = start(() -> near.receive(batch)).awaitParked();
      batch.close();
      far.send(bytes(1), address(near));
      receiver.assertFailure().isInstanceOf(IllegalStateException.class);
      assertThat(near.receive(ByteBuffer.allocate(1)).size()).as("it stayed there").isOne();
      assertThatThrownBy(() -> near.packetInfo(true)).isInstanceOf(CapabilityException.class);
    }
  }

  @Test
  void conditionsChangeWhileItIsOpen() throws Exception {
    try (var near = bind("loss=100%", "perfect")) {
      near.send(bytes(1), address(far));
      near.conditions(LinkConditions.PERFECT, LinkConditions.PERFECT);
      near.send(bytes(2, 2), address(far));
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
      assertThat(near.outgoing().lost()).isOne();
    }
  }

  @Test
  void manyThreadsSendAndReceiveOverABadLink() throws Exception {
    String out = "loss=10%,delay=1ms,jitter=1ms";
    String in = "delay=1ms,jitter=1ms,duplicate=20%";
    try (var near =
        over(loom.bind("local://" + folder.resolve("n") + "?behaviour=datagram"), out, in)) {
      List<Task<Integer>> receivers = new ArrayList<>();
      List<Task<Boolean>> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        receivers.add(start(() -> receiveAll(near)));
        senders.add(start(() -> sendMany(near, 200)));
      }
      senders.forEach(Task::result);
      Await.until("all was sent", () -> near.outgoing().inFlight() == 0);
      LinkStatistics sent = near.outgoing();
      assertThat(sent.sent()).isEqualTo(800);
      assertThat(sent.delivered()).isEqualTo(800 - sent.lost());
      Await.until(
          "all was received",
          () ->
              near.incoming().sent() == sent.delivered()
                  && near.incoming().delivered()
                      == sent.delivered() + near.incoming().duplicated());
      near.readDeadline(Deadline.after(Duration.ZERO));
      int received = receivers.stream().mapToInt(Task::result).sum();
      assertThat(near.incoming().delivered()).isEqualTo(received);
    }
  }

  private static boolean sendMany(DatagramConnector near, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      near.send(bytes(i), address(near));
    }
    return true;
  }

  private static int receiveAll(DatagramConnector near) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    for (int count = 0; ; count++) {
      try {
        near.receive(buffer.clear());
      } catch (ConnectorTimeoutException e) {
        return count;
      }
    }
  }
}
