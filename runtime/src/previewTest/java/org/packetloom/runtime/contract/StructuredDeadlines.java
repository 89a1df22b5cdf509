// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.TimeoutException;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.runtime.BlackHole;

/** Ambient deadlines reach the forks of a scope, and its timeout ends what they wait for. */
interface StructuredDeadlines extends StructuredRow {
  @Test
  default void anAmbientDeadlineEndsEveryWaitOfTheForks() throws Exception {
    try (var connection = open();
        var hole = new BlackHole()) {
      Deadline deadline = soon();
      ByteBuffer source = tooMuch();
      List<Fork<?>> forks = deadline.call(() -> waitInVain(connection, hole, source));
      forks.forEach(Fork::assertTimedOut);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertRestArrives(source, connection.client(), connection.accepted());
      assertTalk(connection.client(), connection.accepted());
      assertServes(connection.listener());
    }
  }

  /** Forks each kind of wait, and joins them all. */
  private List<Fork<?>> waitInVain(Connection connection, BlackHole hole, ByteBuffer source)
      throws InterruptedException {
    try (var scope = openPatientScope()) {
      List<Fork<?>> forks = forkWaits(scope, connection, hole, source);
      scope.join();
      return forks;
    }
  }

  /** Forks a read, a write, an accept and a connect that all wait. */
  private List<Fork<?>> forkWaits(
      StructuredTaskScope<Object, Void> scope,
      Connection connection,
      BlackHole hole,
      ByteBuffer source) {
    List<Fork<?>> forks = new ArrayList<>();
    forks.add(Fork.in(scope, () -> connection.client().read(new byte[10])));
    forks.add(Fork.in(scope, () -> connection.client().write(source)));
    forks.add(Fork.in(scope, connection.listener()::accept));
    forks.add(Fork.in(scope, () -> loom().connect(hole.uri())));
    return forks;
  }

  @Test
  default void aNestedScopeCannotExtendTheDeadlineAroundIt() throws Exception {
    try (var connection = open()) {
      Deadline deadline = soon();
      Fork<Integer> reader =
          deadline.call(
              () -> {
                try (var outer = openPatientScope()) {
                  var fork = Fork.in(outer, () -> inAnHour().call(() -> forkedRead(connection)));
                  outer.join();
                  return fork.result();
                }
              });
      reader.assertTimedOut();
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertTalk(connection.client(), connection.accepted());
    }
  }

  private Fork<Integer> forkedRead(Connection connection) throws InterruptedException {
    try (var inner = openPatientScope()) {
      var reader = Fork.in(inner, () -> connection.client().read(new byte[10]));
      inner.join();
      return reader;
    }
  }

  @Test
  default void aShorterDeadlineInsideLeavesTheForksOutsideAlone() throws Exception {
    try (var connection = open();
        var other = open()) {
      inAnHour()
          .call(
              () -> {
                try (var outer = openScope()) {
                  var outside = Fork.in(outer, () -> other.client().read(new byte[10]));
                  Fork.in(
                      outer,
                      () -> {
                        soon().call(() -> forkedRead(connection)).assertTimedOut();
                        return other.accepted().write(new byte[3]);
                      });
                  outer.join();
                  assertThat(outside.result()).isEqualTo(3);
                  return outer;
                }
              });
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void aDeadlineThatEndsOneForkCancelsTheOthers() throws Exception {
    try (var connection = open()) {
      Fork<Integer> patient;
      Fork<Integer> hurried;
      try (var scope = openScope()) {
        patient = Fork.in(scope, () -> connection.client().read(new byte[10])).awaitParked();
        hurried = Fork.in(scope, () -> soon().call(() -> connection.accepted().read(new byte[10])));
        assertThatThrownBy(scope::join).hasCause(hurried.failure());
      }
      hurried.assertTimedOut();
      patient.assertInterruptedAfter(0);
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void theTimeoutOfAScopeEndsEveryWaitOfItsForks() throws Exception {
    try (var connection = open();
        var hole = new BlackHole()) {
      ByteBuffer source = tooMuch();
      List<Fork<?>> forks = List.of();
      // a busy machine may not come to fork them all before the timeout
      for (int millis = 50; forks.stream().filter(Fork::hasBegun).count() < 4; millis *= 2) {
        forks = waitUntil(Duration.ofMillis(millis), connection, hole, source);
        forks.stream().filter(Fork::hasBegun).forEach(Fork::assertInterrupted);
      }
      assertRestArrives(source, connection.client(), connection.accepted());
      assertTalk(connection.client(), connection.accepted());
      assertServes(connection.listener());
    }
  }

  private List<Fork<?>> waitUntil(
      Duration timeout, Connection connection, BlackHole hole, ByteBuffer source) {
    Deadline earliest = Deadline.after(timeout);
    try (var scope =
        StructuredTaskScope.<Object, Void>open(
            Joiner.awaitAll(),
            config -> config.withTimeout(timeout).withThreadFactory(loom().threadFactory()))) {
      List<Fork<?>> forks = forkWaits(scope, connection, hole, source);
      assertThatThrownBy(scope::join).isInstanceOf(TimeoutException.class);
      assertThat(earliest.hasPassed()).as("not early").isTrue();
      return forks;
    }
  }
}
