// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Batches of messages, and what becomes of them when the kernel refuses. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessageTransferTest {
  private final FaultySystemCalls faults = FaultySystemCalls.open();
  private final Platform platform = faults.platform();
  private final Descriptors descriptors = platform.descriptors();
  private final List<Integer> opened = new ArrayList<>();
  private Poller poller;
  private Transfer near;
  private Transfer far;
  private NativeAddress farAddress;

  @BeforeEach
  void open() throws Exception {
    poller = platform.pollers().getFirst().open();
    near = socket();
    far = socket();
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(far.descriptor(), box)).isZero();
    farAddress = box.address();
  }

  private Transfer socket() {
    int descriptor = descriptors.socket(Family.INET4, SocketType.DATAGRAM);
    opened.add(descriptor);
    var loopback = new NativeAddress.Internet(new InetSocketAddress("127.0.0.1", 0));
    assertThat(descriptors.bind(descriptor, loopback)).isZero();
    return poller.attach(descriptor, DescriptorKind.DATAGRAM, new Events());
  }

  @AfterEach
  void closeAll() {
    poller.close();
    opened.forEach(descriptors::close);
  }

  private MessageBatch outgoing(int count, int size) {
    MessageBatch batch = descriptors.datagrams().batch(count, size);
    for (int i = 0; i < count; i++) {
      batch.data(i).put(0, (byte) i);
      batch.size(i, size);
      assertThat(batch.peer(i, farAddress)).isZero();
    }
    return batch;
  }

  private List<Integer> receivedSizes() {
    List<Integer> sizes = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(70_000);
    NativeAddress.Box sender = new NativeAddress.Box();
    for (int n = far.tryReceive(buffer, sender);
        n != Transfer.NOT_READY;
        n = far.tryReceive(buffer, sender)) {
      sizes.add(n);
    }
    return sizes;
  }

  @Test
  void sendersThatTakeTurnsAreToldApartAndOneThatStaysIsTheSameObject() {
    Transfer third = socket();
    NativeAddress nearAddress = addressOf(near);
    NativeAddress thirdAddress = addressOf(third);
    assertThat(senderOf(near)).isEqualTo(nearAddress);
    assertThat(senderOf(third)).isEqualTo(thirdAddress);
    assertThat(senderOf(near)).isEqualTo(nearAddress);
    NativeAddress again = senderOf(near);
    assertThat(again).isEqualTo(nearAddress);
    assertThat(senderOf(near)).isSameAs(again);
    assertThat(senderOf(third)).isEqualTo(thirdAddress);
  }

  private NativeAddress addressOf(Transfer transfer) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(transfer.descriptor(), box)).isZero();
    return box.address();
  }

  private NativeAddress senderOf(Transfer transfer) {
    return senderOf(transfer, far, farAddress);
  }

  private static NativeAddress senderOf(Transfer transfer, Transfer to, NativeAddress address) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(transfer.trySend(ByteBuffer.allocate(1), address)).isEqualTo(1);
    assertThat(to.tryReceive(ByteBuffer.allocate(1), box)).isEqualTo(1);
    return box.address();
  }

  @Test
  void namesOfUnixDomainSendersMayBeLongShortAndNone() {
    Transfer to = local("to");
    List<Transfer> senders =
        List.of(local("a"), local("b"), local("c".repeat(90)), local("c".repeat(89) + "d"));
    Transfer unnamed = local("");
    for (int round = 0; round < 3; round++) {
      for (Transfer sender : senders) {
        assertThat(senderOf(sender, to, addressOf(to))).isEqualTo(addressOf(sender));
        assertThat(senderOf(sender, to, addressOf(to))).isEqualTo(addressOf(sender));
      }
      assertThat(senderOf(unnamed, to, addressOf(to)))
          .isIn(NativeAddress.None.NONE, new NativeAddress.Local(new byte[0]));
    }
  }

  /** With an abstract name of its own, or none. */
  private Transfer local(String name) {
    int descriptor = descriptors.socket(Family.LOCAL, SocketType.DATAGRAM);
    opened.add(descriptor);
    if (!name.isEmpty()) {
      String unique = "\0" + ProcessHandle.current().pid() + name;
      byte[] bytes = unique.getBytes(StandardCharsets.US_ASCII);
      assertThat(descriptors.bind(descriptor, new NativeAddress.Local(bytes))).isZero();
    }
    return poller.attach(descriptor, DescriptorKind.DATAGRAM, new Events());
  }

  @Test
  void aBatchIsSentAndReceived() {
    try (MessageBatch sent = outgoing(5, 100);
        MessageBatch received = descriptors.datagrams().batch(10, 60)) {
      assertThat(near.messages().trySend(sent, 1, 5)).isEqualTo(4);
      assertThat(far.messages().tryReceive(received)).isEqualTo(4);
      for (int i = 0; i < 4; i++) {
        assertThat(received.data(i).get(0)).isEqualTo((byte) (i + 1));
        assertThat(received.size(i)).isEqualTo(60);
        assertThat(received.fullSize(i)).isEqualTo(100);
        assertThat(received.isSamePeer(0, i)).isTrue();
        assertThat(received.peer(i)).isSameAs(received.peer(0));
      }
      assertThat(far.messages().tryReceive(received)).isEqualTo(Transfer.NOT_READY);
    }
  }

  @Test
  void theErrorOfALaterMessageIsToldWhenItIsTheFirst() {
    try (MessageBatch batch = outgoing(4, 70_000)) {
      batch.size(0, 10);
      batch.size(1, 20);
      batch.size(3, 30);
      assertThat(near.messages().trySend(batch, 0, 4)).isEqualTo(2);
      assertThat(near.messages().trySend(batch, 2, 4)).isEqualTo(-LinuxErrors.EMSGSIZE);
      assertThat(near.messages().trySend(batch, 3, 4)).isEqualTo(1);
      assertThat(receivedSizes()).containsExactly(10, 20, 30);
    }
  }

  @Test
  void interruptedCallsAreMadeAgain() {
    try (MessageBatch batch = outgoing(2, 10)) {
      faults.fail("sendmmsg", 1, 2, LinuxErrors.EINTR);
      assertThat(near.messages().trySend(batch, 0, 2)).isEqualTo(2);
      faults.fail("recvmmsg", 1, 2, LinuxErrors.EINTR);
      assertThat(far.messages().tryReceive(batch)).isEqualTo(2);
      batch.segmentSize(0, 4);
      faults.fail("sendmsg", 1, 2, LinuxErrors.EINTR);
      assertThat(far.messages().trySend(batch, 0, 1)).isEqualTo(1);
      faults.fail("recvfrom", 1, 2, LinuxErrors.EINTR);
      faults.fail("sendto", 1, 2, LinuxErrors.EINTR);
      assertThat(near.trySend(ByteBuffer.allocate(3), farAddress)).isEqualTo(3);
      assertThat(receivedSizes()).containsExactly(3);
    }
  }

  @Test
  void segmentsAreCutByTheKernel() {
    try (MessageBatch batch = outgoing(2, 1_050)) {
      batch.segmentSize(0, 100);
      assertThat(near.messages().trySend(batch, 0, 2)).isEqualTo(1);
      assertThat(faults.count("sendmsg")).as("one call").isEqualTo(1);
      assertThat(near.messages().trySend(batch, 1, 2)).isEqualTo(1);
      assertThat(receivedSizes())
          .containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 50, 1_050);
    }
  }

  @Test
  void moreSegmentsThanTheKernelTakesGoInSeveralCalls() {
    try (MessageBatch batch = outgoing(1, 1_000)) {
      batch.segmentSize(0, 10);
      assertThat(near.messages().trySend(batch, 0, 1)).isEqualTo(1);
      assertThat(faults.count("sendmsg")).isEqualTo(2);
      assertThat(receivedSizes()).hasSize(100).containsOnly(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EIO, LinuxErrors.EINVAL, LinuxErrors.EOPNOTSUPP})
  void segmentsThatTheKernelRefusesToCutAreSentOneByOne(int errno) {
    try (MessageBatch batch = outgoing(1, 1_050)) {
      batch.segmentSize(0, 100);
      faults.fail("sendmsg", 1, errno);
      assertThat(near.messages().trySend(batch, 0, 1)).isEqualTo(1);
      assertThat(faults.count("sendmsg")).isEqualTo(12);
      assertThat(receivedSizes()).hasSize(11).last().isEqualTo(50);
    }
  }

  @Test
  void anOldKernelIsNotAskedToCut() {
    try (MessageBatch batch = outgoing(1, 300)) {
      batch.segmentSize(0, 100);
      faults.fail("getsockopt", 1, LinuxErrors.ENOPROTOOPT);
      assertThat(near.messages().trySend(batch, 0, 1)).isEqualTo(1);
      assertThat(faults.count("sendmsg")).isEqualTo(3);
      assertThat(receivedSizes()).containsExactly(100, 100, 100);
    }
  }

  @Test
  void segmentsThatWereSentAreNotSentAgain() {
    try (MessageBatch batch = outgoing(1, 300)) {
      batch.segmentSize(0, 100);
      var messages = near.messages();
      faults.fail("getsockopt", 1, LinuxErrors.ENOPROTOOPT);
      faults.fail("sendmsg", 3, LinuxErrors.EAGAIN);
      assertThat(messages.trySend(batch, 0, 1)).isEqualTo(Transfer.NOT_READY);
      assertThat(batch.sentBytes(0)).isEqualTo(200);
      assertThat(messages.trySend(batch, 0, 1)).isEqualTo(1);
      assertThat(batch.sentBytes(0)).isZero();
      assertThat(receivedSizes()).containsExactly(100, 100, 100);
    }
  }

  @Test
  void aClosedBatchIsRefusedAndItsMemoryIsGone() {
    MessageBatch batch = outgoing(2, 100);
    ByteBuffer data = batch.data(0);
    batch.close();
    batch.close();
    assertThatThrownBy(() -> near.messages().trySend(batch, 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> near.messages().tryReceive(batch))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> data.get(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBatchOfWrongSizeIsRefused() {
    for (int[] wrong : new int[][] {{0, 1}, {1025, 1}, {1, 0}, {-1, 1}, {1, -1}}) {
      assertThatThrownBy(() -> descriptors.datagrams().batch(wrong[0], wrong[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
