// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;

class HandleTableTest {
  private final HandleTable table = new HandleTable();

  private static HandleEntry file(long handle) {
    return HandleEntry.ofFile(handle);
  }

  @Test
  void numbersLeaveTheStandardStreamsFree() {
    int first = table.add(file(100));
    assertThat(first).isEqualTo(3);
    assertThat(table.find(0)).isNull();
    assertThat(table.putStandard(0, file(1))).isTrue();
    assertThat(table.putStandard(0, file(2))).isFalse();
    assertThat(table.find(0).handle()).isEqualTo(1);
  }

  @Test
  void aNumberIsUsedAgainOnlyAfterItWasRemoved() {
    int first = table.add(file(1));
    assertThat(table.add(file(2))).isNotEqualTo(first);
    table.remove(first);
    assertThat(table.find(first)).isNull();
    assertThat(table.add(file(3))).isEqualTo(first);
    assertThat(table.find(first).handle()).isEqualTo(3);
  }

  @Test
  void removingTwiceGivesANumberUpOnce() {
    int first = table.add(file(1));
    table.remove(first);
    table.remove(first);
    assertThat(table.add(file(2))).isNotEqualTo(table.add(file(3)));
  }

  @Test
  void whatIsNoNumberIsNotFound() {
    for (int number : new int[] {-1, Integer.MIN_VALUE, 3, 1 << 20, Integer.MAX_VALUE}) {
      assertThat(table.find(number)).isNull();
    }
  }

  @Test
  void threadsGetNumbersOfTheirOwn() {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    var all =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.runAsync(() -> addAndRemove(numbers)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all).join();
    assertThat(numbers).hasSize(4 * 500);
    numbers.forEach(number -> assertThat(table.find(number).handle()).isEqualTo(7));
  }

  private void addAndRemove(Set<Integer> numbers) {
    for (int i = 0; i < 500; i++) {
      table.remove(table.add(file(8)));
      assertThat(numbers.add(table.add(file(7)))).isTrue();
    }
  }

  @Test
  void aClosedHandleIsRefusedByEveryCall() {
    HandleEntry entry = file(42);
    assertThat(entry.takeHandle()).isEqualTo(42);
    assertThat(entry.takeHandle()).isEqualTo(Constants.INVALID_HANDLE_VALUE);
    assertThat(entry.handle()).isEqualTo(Constants.INVALID_HANDLE_VALUE);
  }

  @Test
  void theLastUserCloses() {
    HandleEntry entry = file(42);
    entry.retain();
    assertThat(entry.release()).isFalse();
    assertThat(entry.release()).isTrue();
  }

  @Test
  void aHandleBelongsToItsFirstPort() {
    HandleEntry entry = HandleEntry.ofSocket(5, Family.INET4, SocketType.STREAM);
    AtomicInteger calls = new AtomicInteger();
    HandleEntry.Association association =
        (_, _) -> {
          calls.incrementAndGet();
          return true;
        };
    assertThat(entry.ensurePort(11, null, association)).isTrue();
    assertThat(entry.ensurePort(11, null, association)).isTrue();
    assertThat(entry.ensurePort(12, null, association)).isFalse();
    assertThat(calls).hasValue(1);
  }

  @Test
  void aHandleThatCannotBelongToAPortIsAskedOnce() {
    HandleEntry entry = file(5);
    AtomicInteger calls = new AtomicInteger();
    HandleEntry.Association association =
        (_, _) -> {
          calls.incrementAndGet();
          return false;
        };
    assertThat(entry.ensurePort(11, null, association)).isFalse();
    assertThat(entry.ensurePort(11, null, association)).isFalse();
    assertThat(calls).hasValue(1);
  }
}
