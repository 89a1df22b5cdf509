// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * Which entries of a batch go to the kernel as one message, and what becomes of them when it
 * refuses. The receiver takes joined what was sent joined, and so tells.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchSenderTest {
  private static final int ROOM = 65_535;

  private final FaultySystemCalls faults = FaultySystemCalls.open();
  private final Platform platform = faults.platform();
  private final Descriptors descriptors = platform.descriptors();
  private final List<Integer> opened = new ArrayList<>();
  private Poller poller;
  private Transfer single;
  private MessageTransfer near; // of the same socket
  private Transfer far;
  private NativeAddress farAddress;
  private MessageBatch received;

  @BeforeEach
  void open() throws Exception {
    poller = platform.pollers().getFirst().open();
    Transfer sender = socket(Family.INET4, "127.0.0.1");
    near = sender.messages();
    single = sender;
    far = receiver();
    farAddress = address(far);
    received = descriptors.datagrams().batch(100, ROOM);
  }

  private Transfer socket(Family family, String host) {
    int descriptor = descriptors.socket(family, SocketType.DATAGRAM);
    opened.add(descriptor);
    var own = new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
    assertThat(descriptors.bind(descriptor, own)).isZero();
    return poller.attach(descriptor, DescriptorKind.DATAGRAM, new Events());
  }

  private Transfer receiver() {
    return joining(socket(Family.INET4, "127.0.0.1"));
  }

  private Transfer joining(Transfer transfer) {
    int result =
        descriptors
            .datagrams()
            .feature(transfer.descriptor(), DatagramFeature.RECEIVE_OFFLOAD, true);
    assertThat(result).isZero();
    return transfer;
  }

  private NativeAddress address(Transfer transfer) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(transfer.descriptor(), box)).isZero();
    return box.address();
  }

  @AfterEach
  void closeAll() {
    received.close();
    poller.close();
    opened.forEach(descriptors::close);
  }

  /** Entries of these sizes for the receiver; the first byte of each is its index. */
  private MessageBatch outgoing(int... sizes) {
    int most = Math.max(1, Arrays.stream(sizes).max().orElseThrow());
    MessageBatch batch = descriptors.datagrams().batch(sizes.length, most);
    for (int i = 0; i < sizes.length; i++) {
      batch.data(i).put(0, (byte) i);
      batch.size(i, sizes[i]);
      assertThat(batch.peer(i, farAddress)).isZero();
    }
    return batch;
  }

  private static int[] times(int count, int size) {
    int[] sizes = new int[count];
    Arrays.fill(sizes, size);
    return sizes;
  }

  private int send(MessageBatch batch, int first, int end) {
    return near.trySend(batch, first, end);
  }

  /** What came, such as {@code 10x5} for 10 bytes in datagrams of 5, and {@code 10} for one. */
  private List<String> messages() {
    return messages(far);
  }

  private List<String> messages(Transfer transfer) {
    List<String> texts = new ArrayList<>();
    MessageTransfer messages = transfer.messages();
    for (int n = messages.tryReceive(received); n > 0; n = messages.tryReceive(received)) {
      for (int i = 0; i < n; i++) {
        int segment = received.segmentSize(i);
        boolean isOne = segment == 0 || segment >= received.size(i);
        texts.add(received.size(i) + (isOne ? "" : "x" + segment));
      }
    }
    return texts;
  }

  // ---- what goes together

  @Test
  void entriesOfOneSizeGoAsOneMessageInOneCall() {
    try (MessageBatch batch = outgoing(times(40, 100))) {
      assertThat(send(batch, 0, 40)).isEqualTo(40);
      assertThat(faults.count("sendmmsg")).isEqualTo(1);
      assertThat(messages()).containsExactly("4000x100");
    }
  }

  @Test
  void whereEachEntryBeginsIsKept() {
    for (int size : new int[] {63, 64, 65, 1_200}) { // 64 fill their storage: one vector serves all
      try (MessageBatch batch = outgoing(times(5, size))) {
        assertThat(send(batch, 1, 5)).isEqualTo(4);
        assertThat(far.messages().tryReceive(received)).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
          assertThat(received.data(0).get(i * size)).isEqualTo((byte) (i + 1));
        }
        assertThat(received.size(0)).isEqualTo(4 * size);
      }
    }
  }

  @Test
  void aShorterEntryEndsAMessageAndALongerOneBeginsAnother() {
    try (MessageBatch batch = outgoing(9, 9, 9, 4, 4, 9, 9, 12, 12, 11, 3, 3, 2, 2)) {
      assertThat(send(batch, 0, 14)).isEqualTo(14);
      assertThat(faults.count("sendmmsg")).isEqualTo(1);
      assertThat(messages()).containsExactly("31x9", "4", "18x9", "35x12", "8x3", "2");
    }
  }

  @Test
  void emptyEntriesGoByThemselves() {
    try (MessageBatch batch = outgoing(0, 0, 9, 9, 0, 9, 9, 0)) {
      assertThat(send(batch, 0, 8)).isEqualTo(8);
      assertThat(messages()).containsExactly("0", "0", "18x9", "0", "18x9", "0");
    }
  }

  @Test
  void noMessageHasMoreThanTheKernelTakes() {
    try (MessageBatch batch = outgoing(times(150, 10))) {
      assertThat(send(batch, 0, 150)).isEqualTo(150);
      assertThat(messages()).containsExactly("640x10", "640x10", "220x10");
    }
    try (MessageBatch batch = outgoing(times(60, 1_200))) {
      assertThat(send(batch, 0, 60)).isEqualTo(60);
      assertThat(messages()).containsExactly("64800x1200", "7200x1200");
    }
    try (MessageBatch batch = outgoing(20_000, 20_000, 20_000, 20_000, 40_000, 40_000)) {
      assertThat(send(batch, 0, 6)).isEqualTo(6);
      assertThat(messages()).containsExactly("60000x20000", "20000", "40000", "40000");
    }
    try (MessageBatch batch = outgoing(32_753, 32_753, 32_753, 32_754, 32_754)) {
      assertThat(send(batch, 0, 5)).isEqualTo(5);
      assertThat(faults.count("sendmmsg")).as("none in vain").isEqualTo(4);
      assertThat(messages())
          .as("cut before the loopback interface, which takes a byte less")
          .containsExactly("32753", "32753", "32753", "32754", "32754");
    }
  }

  @Test
  void entriesForAnotherPeerGoByThemselves() {
    Transfer third = receiver();
    try (MessageBatch batch = outgoing(times(7, 8))) {
      assertThat(batch.peer(2, address(third))).isZero();
      assertThat(batch.peer(5, address(third))).isZero();
      assertThat(batch.peer(6, address(third))).isZero();
      assertThat(send(batch, 0, 7)).isEqualTo(7);
      assertThat(messages()).containsExactly("16x8", "16x8");
      assertThat(messages(third)).containsExactly("8", "16x8");
    }
  }

  @Test
  void entriesFromAnotherAddressGoByThemselves() {
    Transfer any = socket(Family.INET4, "0.0.0.0");
    try (MessageBatch batch = outgoing(times(6, 8))) {
      for (int i = 0; i < 6; i++) {
        batch.near(i, Optional.of(InetAddress.ofLiteral("127.0.0." + (5 + i / 2))), i == 5 ? 1 : 0);
      }
      assertThat(any.messages().trySend(batch, 0, 6)).isEqualTo(6);
      assertThat(messages()).containsExactly("16x8", "16x8", "8", "8");
    }
  }

  @Test
  void sizesOfSegmentsThatWereChosenAreLeftAlone() {
    try (MessageBatch batch = outgoing(times(6, 12))) {
      batch.segmentSize(2, 6);
      batch.segmentSize(3, 12);
      assertThat(send(batch, 0, 6)).isEqualTo(2);
      assertThat(send(batch, 2, 6)).isEqualTo(1);
      assertThat(send(batch, 3, 6)).isEqualTo(3);
      assertThat(messages()).containsExactly("24x12", "12x6", "12", "24x12");
    }
  }

  @Test
  void overVersion6AsOverVersion4() {
    near = socket(Family.INET6, "::1").messages();
    far = joining(socket(Family.INET6, "::1"));
    farAddress = address(far);
    try (MessageBatch batch = outgoing(times(60, 1_200))) {
      assertThat(send(batch, 0, 60)).isEqualTo(60);
      assertThat(messages()).containsExactly("64800x1200", "7200x1200");
    }
  }

  // ---- what the kernel refuses

  @ParameterizedTest
  @ValueSource(
      ints = {
        LinuxErrors.EINVAL,
        LinuxErrors.EMSGSIZE,
        LinuxErrors.EIO,
        LinuxErrors.EOPNOTSUPP,
        LinuxErrors.ENOBUFS,
        LinuxErrors.ENOMEM
      })
  void aRefusedMessageGoesAsItsEntries(int errno) {
    try (MessageBatch batch = outgoing(5, 5, 5, 9, 9)) {
      faults.fail("sendmmsg", 1, errno);
      assertThat(send(batch, 0, 5)).isEqualTo(5);
      assertThat(faults.count("sendmmsg")).isEqualTo(2);
      assertThat(messages()).containsExactly("5", "5", "5", "9", "9");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EINVAL, LinuxErrors.EMSGSIZE})
  void aSizeThatAPathRefusedIsNotTriedAgainForLong(int errno) {
    int count = 1_000;
    try (MessageBatch batch = outgoing(times(count, 50))) {
      faults.fail("sendmmsg", 1, errno);
      assertThat(send(batch, 0, 2)).isEqualTo(2);
      assertThat(messages()).containsExactly("50", "50");
      batch.size(0, 49);
      batch.size(1, 49);
      assertThat(send(batch, 0, 2)).isEqualTo(2);
      assertThat(messages()).as("smaller ones are").containsExactly("98x49");
      int calls = faults.count("sendmmsg");
      int sent = 0;
      while (sent < 49_000) {
        sent += send(batch, 2, count);
        assertThat(messages()).contains("50").doesNotContain("100x50");
      }
      assertThat(faults.count("sendmmsg") - calls).as("none in vain").isEqualTo(50);
      send(batch, 2, count);
      send(batch, 2, count);
      assertThat(messages()).as("paths change").contains("3200x50");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EIO, LinuxErrors.EOPNOTSUPP})
  void aDeviceThatCannotIsNotAskedAgain(int errno) {
    try (MessageBatch batch = outgoing(5, 5, 5)) {
      faults.fail("sendmmsg", 1, errno);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      batch.size(0, 2);
      batch.size(1, 2);
      assertThat(send(batch, 0, 2)).isEqualTo(2);
      assertThat(faults.count("sendmmsg")).isEqualTo(3);
      batch.segmentSize(2, 3);
      assertThat(send(batch, 2, 3)).isEqualTo(1);
      assertThat(messages()).containsExactly("5", "5", "5", "2", "2", "3", "2");
    }
  }

  @Test
  void entriesOfSegmentsTellWhatAPathRefusesToo() {
    try (MessageBatch batch = outgoing(30, 20, 20)) {
      batch.segmentSize(0, 10);
      faults.fail("sendmsg", 1, LinuxErrors.EMSGSIZE);
      assertThat(send(batch, 0, 1)).isEqualTo(1);
      assertThat(messages()).containsExactly("10", "10", "10");
      int calls = faults.count("sendmsg");
      assertThat(send(batch, 0, 1)).isEqualTo(1);
      assertThat(faults.count("sendmsg") - calls).as("none in vain").isEqualTo(3);
      assertThat(send(batch, 1, 3)).isEqualTo(2);
      batch.segmentSize(0, 9);
      assertThat(send(batch, 0, 1)).isEqualTo(1);
      assertThat(messages()).containsExactly("10", "10", "10", "20", "20", "30x9");
    }
  }

  @Test
  void wantOfMemoryIsForgotten() {
    try (MessageBatch batch = outgoing(5, 5, 5)) {
      faults.fail("sendmmsg", 1, LinuxErrors.ENOBUFS);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(messages()).containsExactly("5", "5", "5", "15x5");
    }
  }

  @Test
  void whatTheFirstEntryMeetsByItselfIsItsErrorAndTellsNothingOfTheKernel() {
    try (MessageBatch batch = outgoing(5, 5, 5)) {
      faults.fail("sendmmsg", 1, 2, LinuxErrors.EINVAL);
      assertThat(send(batch, 0, 3)).isEqualTo(-LinuxErrors.EINVAL);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(messages()).containsExactly("15x5");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.ECONNREFUSED, LinuxErrors.EHOSTUNREACH, LinuxErrors.EACCES})
  void otherErrorsAreToldOnceAndNothingIsSent(int errno) {
    try (MessageBatch batch = outgoing(5, 5, 5)) {
      faults.fail("sendmmsg", 1, errno);
      assertThat(send(batch, 0, 3)).isEqualTo(-errno);
      assertThat(faults.count("sendmmsg")).isEqualTo(1);
      assertThat(messages()).isEmpty();
      assertThat(send(batch, 0, 3)).isEqualTo(3);
    }
  }

  @Test
  void messagesThatWereTakenCountAsTheirEntries() {
    try (MessageBatch batch = outgoing(5, 5, 5, 9, 2, 7, 7)) {
      faults.shorten("sendmmsg", 1, 2);
      assertThat(send(batch, 0, 7)).as("15 and 9, 2").isEqualTo(5);
      assertThat(send(batch, 5, 7)).isEqualTo(2);
      assertThat(messages()).containsExactly("15x5", "11x9", "14x7");
      faults.shorten("sendmmsg", 1, 1);
      faults.fail("sendmmsg", 2, LinuxErrors.EAGAIN);
      assertThat(send(batch, 0, 7)).isEqualTo(3);
      assertThat(send(batch, 3, 7)).isEqualTo(Transfer.NOT_READY);
      assertThat(send(batch, 3, 7)).isEqualTo(4);
      assertThat(messages()).containsExactly("15x5", "11x9", "14x7");
    }
  }

  @Test
  void theErrorOfALaterMessageIsToldWhenItIsTheFirst() {
    try (MessageBatch batch = outgoing(5, 5, 5, 70_000, 5, 5)) {
      assertThat(send(batch, 0, 6)).isEqualTo(3);
      assertThat(send(batch, 3, 6)).isEqualTo(-LinuxErrors.EMSGSIZE);
      assertThat(send(batch, 4, 6)).isEqualTo(2);
      assertThat(messages()).containsExactly("15x5", "10x5");
    }
  }

  @Test
  void anInterruptedCallIsMadeAgain() {
    try (MessageBatch batch = outgoing(5, 5)) {
      faults.fail("sendmmsg", 1, 3, LinuxErrors.EINTR);
      assertThat(send(batch, 0, 2)).isEqualTo(2);
      assertThat(messages()).containsExactly("10x5");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.ENOPROTOOPT, LinuxErrors.EPERM})
  void anOldKernelOrASandboxIsAskedOnceAndEntriesGoByThemselves(int errno) {
    try (MessageBatch batch = outgoing(5, 5, 5)) {
      int asked = faults.count("getsockopt");
      faults.fail("getsockopt", 1, errno);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(faults.count("getsockopt") - asked).isEqualTo(1);
      assertThat(messages()).hasSize(6).containsOnly("5");
    }
  }

  @Test
  void whoSendsEntriesThatDifferIsAskedNothing() {
    try (MessageBatch batch = outgoing(5, 6, 0)) {
      int asked = faults.count("getsockopt");
      assertThat(send(batch, 0, 3)).isEqualTo(3);
      assertThat(single.trySend(ByteBuffer.allocate(3), farAddress)).isEqualTo(3);
      assertThat(faults.count("getsockopt")).isEqualTo(asked);
      assertThat(messages()).containsExactly("5", "6", "0", "3");
    }
  }

  @Test
  void entriesOfUnixDomainSocketsGoByThemselves() {
    int[] pair = new int[2];
    assertThat(descriptors.socketPair(SocketType.DATAGRAM, pair)).isZero();
    Arrays.stream(pair).forEach(opened::add);
    near = poller.attach(pair[0], DescriptorKind.DATAGRAM, new Events()).messages();
    Transfer other = poller.attach(pair[1], DescriptorKind.DATAGRAM, new Events());
    try (MessageBatch batch = outgoing(times(4, 5))) {
      Stream.of(0, 1, 2, 3).forEach(i -> batch.peer(i, NativeAddress.None.NONE));
      assertThat(send(batch, 0, 4)).isEqualTo(4);
      assertThat(messages(other)).hasSize(4).containsOnly("5");
    }
  }
}
