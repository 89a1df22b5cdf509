// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** What becomes of the entries of a batch when the kernel refuses a message. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchSenderRefusalsTest extends BatchSenderFixture {
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
