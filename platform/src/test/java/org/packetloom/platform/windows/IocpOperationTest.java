// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Transfer;

/** Operations and their table on plain memory, with Windows played by the test. */
class IocpOperationTest {
  private static final long LENGTH = IocpOperation.WSABUF;
  private static final long EVENTS = IocpOperation.POLL_INFO + 24;

  private final Arena arena = Arena.ofShared();
  private final OperationTable table = new OperationTable(arena);

  @AfterEach
  void close() {
    arena.close();
  }

  private IocpOperation operation() {
    return table.add(null, null, Transfer.READ);
  }

  /** What Windows does when a call ends, but for the packet. */
  private static void end(IocpOperation operation, int status, int bytes) {
    operation.memory().set(JAVA_LONG, 8, bytes);
    operation.memory().set(JAVA_LONG, 0, status);
  }

  @Test
  void anOperationGoesThroughItsStates() {
    IocpOperation operation = operation();
    assertThat(operation.isIdle()).isTrue();
    operation.prepare(IocpOperation.READ, arena.allocate(100), 70);
    assertThat(operation.memory().get(JAVA_INT, LENGTH)).isEqualTo(70);
    assertThat(operation.isPending()).isTrue();
    assertThat(operation.status()).isEqualTo(NtStatus.STATUS_PENDING);
    end(operation, 0, 30);
    assertThat(operation.isPending()).isTrue();
    assertThat(operation.complete()).isEqualTo(30);
    assertThat(operation.isDone()).isTrue();
    assertThat(operation.take(20)).isFalse();
    assertThat(operation.left()).isEqualTo(10);
    assertThat(operation.take(10)).isTrue();
    operation.drop();
    assertThat(operation.isIdle()).isTrue();
  }

  @Test
  void aPollEndsIdleAndTellsItsEvents() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.POLL);
    operation.memory().set(JAVA_INT, EVENTS, Constants.AFD_POLL_SEND);
    end(operation, 0, 32);
    assertThat(operation.complete()).isEqualTo(Constants.AFD_POLL_SEND);
    assertThat(operation.isIdle()).isTrue();
  }

  @Test
  void aFailureIsANegatedErrorNumber() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.CONNECT);
    end(operation, NtStatus.STATUS_CONNECTION_REFUSED, 0);
    assertThat(operation.outcome()).isEqualTo(-WindowsErrors.WSAECONNREFUSED);
    assertThat(operation.complete()).isEqualTo(-WindowsErrors.WSAECONNREFUSED);
    assertThat(operation.result()).isEqualTo(-WindowsErrors.WSAECONNREFUSED);
  }

  @Test
  void aPacketWithoutAnOutcomeIsNoEndOfWhatIsRead() {
    int lookAgain = -WindowsErrors.ERROR_OPERATION_ABORTED;
    for (int kind : new int[] {IocpOperation.POLL, IocpOperation.PROBE, IocpOperation.READ}) {
      IocpOperation operation = operation();
      operation.prepare(kind);
      assertThat(operation.complete()).isEqualTo(lookAgain);
    }
    IocpOperation told = operation();
    told.prepare(IocpOperation.PROBE);
    told.settle(0);
    assertThat(told.complete()).isZero();
    IocpOperation written = operation();
    written.prepare(IocpOperation.WRITE);
    assertThat(written.complete()).isZero();
  }

  @Test
  void whatFailedAtOnceIsSettledWithoutAPacket() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.READ);
    operation.settle(-WindowsErrors.WSAENOTSOCK);
    assertThat(operation.isSettled()).isTrue();
    assertThat(operation.complete()).isEqualTo(-WindowsErrors.WSAENOTSOCK);
    assertThat(operation.isSettled()).isFalse();
    operation.drop();
    operation.prepare(IocpOperation.READ);
    end(operation, 0, 4);
    assertThat(operation.complete()).isEqualTo(4);
  }

  @Test
  void anOrphanIsFreedByItsPacketOnly() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.READ);
    assertThat(operation.orphan()).isTrue();
    assertThat(operation.isOrphaned()).isTrue();
    assertThat(table.inFlight()).containsExactly(operation);
    assertThat(table.find(operation.address(0))).isSameAs(operation);
    end(operation, NtStatus.STATUS_CANCELLED, 0);
    assertThat(operation.complete()).isEqualTo(IocpOperation.GONE);
    table.remove(operation);
    assertThat(table.find(operation.address(0))).isNull();
    assertThat(table.inFlight()).isEmpty();
  }

  @Test
  void whatIsDoneIsNoOrphanAnyMore() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.READ);
    end(operation, 0, 1);
    assertThat(operation.complete()).isOne();
    assertThat(operation.orphan()).isFalse();
  }

  @Test
  void cancellingIsAskedForOnce() {
    IocpOperation operation = operation();
    operation.prepare(IocpOperation.READ);
    assertThat(operation.cancel()).isTrue();
    assertThat(operation.cancel()).isFalse();
    end(operation, NtStatus.STATUS_CANCELLED, 0);
    assertThat(operation.complete()).isEqualTo(-WindowsErrors.ERROR_OPERATION_ABORTED);
    operation.drop();
    operation.prepare(IocpOperation.READ);
    assertThat(operation.cancel()).isTrue();
  }

  @Test
  void operationsHaveMemoryOfTheirOwn() {
    List<IocpOperation> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(operation());
    }
    for (IocpOperation operation : all) {
      operation.memory().asSlice(0, IocpOperation.NUMBER).fill((byte) -1);
    }
    for (IocpOperation operation : all) {
      assertThat(table.find(operation.address(0))).isSameAs(operation);
      assertThat(operation.address(0) % 8).isZero();
    }
  }

  @Test
  void memoryIsUsedAgainOnceFreed() {
    IocpOperation first = operation();
    table.remove(first);
    table.remove(first);
    IocpOperation second = operation();
    assertThat(second.address(0)).isEqualTo(first.address(0));
    assertThat(operation().address(0)).isNotEqualTo(first.address(0));
    assertThat(table.find(second.address(0))).isSameAs(second);
    assertThat(table.find(0)).isNull();
  }

  @Test
  void memoryThatAPacketMayStillNameIsNotUsedAgain() {
    IocpOperation first = operation();
    first.prepare(IocpOperation.PROBE);
    first.leaveInDoubt();
    assertThat(first.complete()).isEqualTo(IocpOperation.GONE);
    assertThat(first.isDoubtful()).isTrue();
    table.retire(first);
    assertThat(table.find(first.address(IocpOperation.OVERLAPPED))).isNull();
    assertThat(operation().number()).isNotEqualTo(first.number());
  }

  @Test
  void timeoutsAreRoundedUp() {
    assertThat(CompletionPort.millis(-1)).isEqualTo(Constants.INFINITE);
    assertThat(CompletionPort.millis(0)).isZero();
    assertThat(CompletionPort.millis(1)).isOne();
    assertThat(CompletionPort.millis(1_000_000)).isOne();
    assertThat(CompletionPort.millis(1_000_001)).isEqualTo(2);
    assertThat(CompletionPort.millis(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void buffersAreLentAndComeBack() {
    ReceiveBuffers buffers = new ReceiveBuffers(arena);
    MemorySegment first = buffers.take();
    MemorySegment second = buffers.take();
    assertThat(first.address()).isNotEqualTo(second.address());
    assertThat(first.byteSize()).isEqualTo(ReceiveBuffers.SIZE);
    buffers.give(first);
    assertThat(buffers.take()).isSameAs(first);
  }
}
