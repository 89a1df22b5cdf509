// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Waiting for datagrams: timeouts, close, interrupts. */
public interface PacketWaits extends PacketRow {
  /** How long the short waits of these tests last. */
  Duration BRIEF = Duration.ofMillis(30);

  @Test
  default void receiveWaitsForADatagram() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var receiving = startReceive(near);
      far.send(packetTo(near, 1));
      assertThat(receiving.result()).containsExactly(1);
    }
  }

  @Test
  default void receiveOfAnUnboundSocketBindsIt() throws Exception {
    try (DatagramSocket near = unbound();
        DatagramSocket far = bound()) {
      var receiving = startReceive(near);
      Await.until("it is bound", () -> near.getLocalPort() > 0);
      far.send(packet(new InetSocketAddress(far.getLocalAddress(), near.getLocalPort()), 1));
      assertThat(receiving.result()).containsExactly(1);
    }
  }

  @Test
  default void receiveHasNoTimeoutAtFirst() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.getSoTimeout()).isZero();
    }
  }

  @Test
  default void theTimeoutIsToldBack() throws Exception {
    try (DatagramSocket socket = unbound()) {
      for (int timeout : new int[] {1, 4321, Integer.MAX_VALUE, 0}) {
        socket.setSoTimeout(timeout);
        assertThat(socket.getSoTimeout()).isEqualTo(timeout);
      }
    }
  }

  @Test
  default void negativeTimeoutsAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setSoTimeout(-1));
      assertThat(socket.getSoTimeout()).isZero();
    }
  }

  @Test
  default void theTimeoutOfAClosedSocketIsRefused() throws Exception {
    DatagramSocket socket = bound();
    socket.close();
    assertSocketException(() -> socket.setSoTimeout(1));
    assertSocketException(socket::getSoTimeout);
  }

  @Test
  default void receiveTimesOutNotTooEarly() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setSoTimeout((int) BRIEF.toMillis());
      assertLasts(BRIEF, () -> assertTimesOut(socket));
    }
  }

  @Test
  default void receiveTimesOutAfterOneMillisecond() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setSoTimeout(1);
      assertLasts(Duration.ofMillis(1), () -> assertTimesOut(socket));
    }
  }

  @Test
  default void aTimeoutLeavesThePacketAlone() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setSoTimeout(1);
      DatagramPacket packet = new DatagramPacket(new byte[] {1, 2, 3}, 1, 2);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.receive(packet));
      assertThat(packet.getData()).containsExactly(1, 2, 3);
      assertThat(packet.getOffset()).isEqualTo(1);
      assertThat(packet.getLength()).isEqualTo(2);
      assertThat(packet.getAddress()).isNull();
    }
  }

  @Test
  default void aSocketStaysUsableAfterATimeout() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.setSoTimeout(1);
      assertTimesOut(near);
      assertThat(near.isClosed()).isFalse();
      near.setSoTimeout(0);
      assertArrives(far, near);
      assertArrives(near, far);
    }
  }

  @Test
  default void everyReceiveHasItsOwnTimeout() throws Exception {
    try (DatagramSocket socket = bound()) {
      socket.setSoTimeout((int) BRIEF.toMillis());
      assertLasts(BRIEF, () -> assertTimesOut(socket));
      assertLasts(BRIEF, () -> assertTimesOut(socket));
    }
  }

  @Test
  default void aTimedReceiveGetsWhatComesInTime() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.setSoTimeout(30_000);
      var receiving = startReceive(near);
      far.send(packetTo(near, 2));
      assertThat(receiving.result()).containsExactly(2);
    }
  }

  @Test
  default void aDatagramThatIsThereIsTakenWhateverTheTimeout() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      far.send(packetTo(near, 3));
      near.setSoTimeout(1);
      assertThat(receive(near)).containsExactly(3);
    }
  }

  @Test
  default void aTimeoutChangedDuringAReceiveHoldsForTheNextOne() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var receiving = startReceive(near);
      near.setSoTimeout(1);
      Await.passed(Deadline.after(BRIEF));
      far.send(packetTo(near, 3));
      assertThat(receiving.result()).containsExactly(3);
      assertTimesOut(near);
    }
  }

  @Test
  default void closeEndsAReceiveThatWaits() throws Exception {
    DatagramSocket socket = bound();
    var receiving = startReceive(socket);
    socket.close();
    receiving.assertFailure().isInstanceOf(SocketException.class);
  }

  @Test
  default void closeEndsATimedReceiveThatWaits() throws Exception {
    DatagramSocket socket = bound();
    socket.setSoTimeout(3_600_000);
    var receiving = startReceive(socket);
    socket.close();
    receiving.assertFailure().isInstanceOf(SocketException.class);
  }

  @Test
  default void closeEndsAllWhoReceive() throws Exception {
    DatagramSocket socket = bound();
    List<Task<byte[]>> receivers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      receivers.add(startReceive(socket));
    }
    socket.close();
    for (Task<byte[]> receiver : receivers) {
      receiver.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void severalReceiversGetADatagramEach() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      List<Task<byte[]>> receivers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        receivers.add(startReceive(near));
      }
      for (int i = 0; i < 3; i++) {
        far.send(packetTo(near, i));
      }
      assertThat(receivers.stream().map(task -> (int) task.result()[0]))
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  default void aSendIsMadeWhileAReceiveWaits() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var receiving = startReceive(near);
      near.send(packetTo(far, 4));
      assertThat(receive(far)).containsExactly(4);
      far.send(packetTo(near, 5));
      assertThat(receiving.result()).containsExactly(5);
    }
  }

  @Test
  default void anInterruptClosesUnderAReceive() throws Exception {
    assumeInterruptCloses();
    try (DatagramSocket socket = bound()) {
      var receiving = startReceive(socket);
      receiving.interrupt();
      receiving
          .assertFailure()
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("Closed by interrupt");
      assertThat(receiving.endedInterrupted()).isTrue();
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  default void anInterruptClosesUnderATimedReceive() throws Exception {
    assumeInterruptCloses();
    try (DatagramSocket socket = bound()) {
      socket.setSoTimeout(3_600_000);
      var receiving = startReceive(socket);
      receiving.interrupt();
      receiving.assertFailure().isInstanceOf(SocketException.class);
      assertThat(receiving.endedInterrupted()).isTrue();
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  default void aReceivePutsAnInterruptOff() throws Exception {
    assumeInterruptIsPutOff();
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var receiving = startReceive(near);
      receiving.interrupt();
      far.send(packetTo(near, 6));
      assertThat(receiving.result()).containsExactly(6);
      assertThat(receiving.endedInterrupted()).isTrue();
      assertThat(near.isClosed()).isFalse();
    }
  }

  @Test
  default void aReceiveThatNeedNotWaitIgnoresTheInterrupt() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      far.send(packetTo(near, 7));
      var receiving =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return receive(near);
              });
      assertThat(receiving.result()).containsExactly(7);
      assertThat(receiving.endedInterrupted()).isTrue();
      assertThat(near.isClosed()).isFalse();
    }
  }

  @Test
  default void aSendIgnoresTheInterrupt() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var sending =
          startAction(
              () -> {
                Thread.currentThread().interrupt();
                near.send(packetTo(far, 8));
              });
      sending.result();
      assertThat(sending.endedInterrupted()).isTrue();
      assertThat(receive(far)).containsExactly(8);
    }
  }

  @Test
  default void closingUnderAReceiveLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    bound().close();
    int before = OpenDescriptors.count();
    for (int i = Scale.rounds(30); i > 0; i--) {
      DatagramSocket socket = bound();
      var receiving = startReceive(socket);
      socket.close();
      receiving.failure();
      unbound().close();
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  private static void assertTimesOut(DatagramSocket socket) {
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> socket.receive(new DatagramPacket(new byte[1], 1)));
  }
}
