// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** That epoll is asked for writing by the first write that waits, and by that alone. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WritingTest {
  private final FaultySystemCalls faults = FaultySystemCalls.open();
  private final Platform platform = faults.platform();
  private final int[] ends = new int[2];
  private final Events told = new Events(); // of the first end
  private Poller poller; // set by open

  @BeforeEach
  void open() throws Exception {
    poller =
        platform.pollers().stream()
            .filter(each -> each.name().equals(EpollPoller.NAME))
            .findFirst()
            .orElseThrow()
            .open();
    assertThat(platform.descriptors().socketPair(SocketType.STREAM, ends)).isZero();
  }

  @AfterEach
  void close() {
    poller.close();
    for (int end : ends) {
      platform.descriptors().close(end);
    }
  }

  private Transfer registered() {
    Transfer transfer = poller.attach(ends[0], DescriptorKind.LOCAL_STREAM, told);
    assertThat(transfer.register()).isZero();
    return transfer;
  }

  private int look() throws Exception {
    int count = poller.await(0);
    poller.dispatch();
    return count;
  }

  private void fill(Transfer transfer) {
    byte[] block = new byte[4096];
    int result;
    do {
      result = transfer.tryWrite(block, 0, block.length);
    } while (result > 0);
    assertThat(result).isEqualTo(Transfer.NOT_READY);
  }

  /** Has the other end take all that is there. */
  private void drain() {
    byte[] room = new byte[4096];
    Transfer other = poller.attach(ends[1], DescriptorKind.LOCAL_STREAM, new Events());
    int result;
    do {
      result = other.tryRead(room, 0, room.length);
    } while (result > 0);
  }

  @Test
  void aNewConnectionThatCanBeWrittenToIsNoEvent() throws Exception {
    Transfer transfer = registered();
    assertThat(look()).isZero();
    assertThat(transfer.isPersistent(Transfer.READ)).isTrue();
    assertThat(transfer.isPersistent(Transfer.WRITE)).isFalse();
  }

  @Test
  void theFirstWriteThatWaitsAsksOnceForAll() throws Exception {
    Transfer transfer = registered();
    fill(transfer);
    int before = faults.count("epoll_ctl");
    assertThat(transfer.arm(Transfer.READ, 1)).isZero();
    assertThat(faults.count("epoll_ctl")).isEqualTo(before);
    assertThat(transfer.arm(Transfer.WRITE, 0)).isZero();
    assertThat(transfer.arm(Transfer.WRITE, 0)).isZero();
    assertThat(faults.count("epoll_ctl") - before).isOne();
    assertThat(transfer.isPersistent(Transfer.WRITE)).isTrue();
    assertThat(look()).isZero();
    for (int i = 0; i < 3; i++) {
      drain();
      assertThat(look()).isOne();
      assertThat(told.take()).isEqualTo(Readiness.WRITABLE);
      fill(transfer);
    }
  }

  @Test
  void aWriteThatFitsMeanwhileIsToldAtOnce() throws Exception {
    Transfer transfer = registered();
    fill(transfer);
    drain();
    assertThat(look()).isZero();
    assertThat(transfer.arm(Transfer.WRITE, 0)).isZero();
    assertThat(look()).isOne();
    assertThat(told.take()).isEqualTo(Readiness.WRITABLE);
  }

  @Test
  void whatCannotBeAskedForIsAskedForAgain() throws Exception {
    Transfer transfer = registered();
    fill(transfer);
    FaultySystemCalls unused = faults.fail("epoll_ctl", 1, LinuxErrors.ENOMEM);
    assertThat(transfer.arm(Transfer.WRITE, 0)).isEqualTo(-LinuxErrors.ENOMEM);
    assertThat(transfer.isPersistent(Transfer.WRITE)).isFalse();
    assertThat(transfer.arm(Transfer.WRITE, 0)).isZero();
    drain();
    assertThat(look()).isOne();
    assertThat(told.take()).isEqualTo(Readiness.WRITABLE);
  }

  @Test
  void aTransferThatTellsWhenAskedTellsOfWritingToo() throws Exception {
    Transfer transfer = registered();
    transfer.stream().expectMuch();
    fill(transfer);
    assertThat(look()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(transfer.arm(Transfer.WRITE, 0)).isZero();
      assertThat(look()).isZero();
      drain();
      assertThat(look()).isOne();
      assertThat(told.take()).isEqualTo(Readiness.WRITABLE);
      fill(transfer);
    }
  }
}
