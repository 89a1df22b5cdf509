// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Pair;
import org.packetloom.event.Event;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/**
 * Those who wait beside a notifier: lines ZW1 to ZE1 of what pike could.
 *
 * <p>Elsewhere: ZS1 to ZS3, ZS7 and ZS11 in {@link SocketSeedsTest}, ZS4 to ZS6 and ZS8 in {@link
 * SocketTalkSeedsTest}, signals (ZG) in {@link SignalsSeedsTest}, programs (ZX) in {@link
 * PikeProgramSeedsTest}.
 */
@EachPoller
class ReactorWaitSeedsTest extends ReactorContract {
  // On purpose: there may be several who wait for the same, where a second one was a mistake.
  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void zw1ATokenIsRememberedOnceAndSeveralMayWait() throws Exception {
    try (Reactor reactor = pump();
        EventSubscription subscription = reactor.subscribe(Events.USER)) {
      reactor.fire(Events.USER);
      reactor.fire(Events.USER);
      assertThat(subscription.await()).as("remembered").isEqualTo(Events.USER);
      assertThat(subscription.poll()).as("once").isZero();
      List<Task<Long>> waiting =
          Stream.generate(() -> start(() -> subscription.await()).awaitParked()).limit(2).toList();
      reactor.fire(Events.USER);
      reactor.fire(Events.USER);
      Await.until("one is told", () -> waiting.stream().anyMatch(Task::hasEnded));
      Await.until(
          "so is the other",
          () -> {
            reactor.fire(Events.USER);
            return waiting.stream().allMatch(Task::hasEnded);
          });
      waiting.forEach(Task::result);
      subscription.close();
      assertThatThrownBy(subscription::await).as("for good").isInstanceOf(IOException.class);
    }
  }

  @Test
  void zw2ManyWaitForSomeOfDifferentSets() throws Exception {
    try (Reactor reactor = pump()) {
      List<Task<Long>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        long set = 0b11L * (Events.USER << i);
        waiting.add(start(() -> reactor.awaitEvents(set, Deadline.NONE)).awaitParked());
      }
      reactor.fire(Events.USER << 1);
      assertThat(waiting.get(0).result()).isEqualTo(Events.USER << 1);
      assertThat(waiting.get(1).result()).isEqualTo(Events.USER << 1);
      assertThat(waiting.get(2).hasEnded() || waiting.get(3).hasEnded()).isFalse();
      reactor.fire(Events.USER << 3 | Events.USER << 4);
      assertThat(waiting.get(2).result()).isEqualTo(Events.USER << 3);
      assertThat(waiting.get(3).result()).isEqualTo(Events.USER << 3 | Events.USER << 4);
    }
  }

  @Test
  void zs9APeerThatEndedItsWritingCanStillBeWrittenTo() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      fill(pair.first());
      // the peer's system may put off saying what has arrived, for up to 200 ms
      while (pair.first().awaitWritable(Deadline.after(Duration.ofMillis(250)))) {
        fill(pair.first());
      }
      pair.second().shutdownOutput();
      reactor.register(pair.first(), Events.WRITE, note());
      assertThat(reactor.processEvents(Duration.ZERO)).as("full").isZero();
      Task<Integer> pumping = start(() -> reactor.processEvents(LONG)).awaitParked();
      while (!pumping.hasEnded()) {
        drain(pair.second());
        LockSupport.parkNanos(1_000); // with one processor the pump does not run before
      }
      assertThat(all()).containsExactly(Events.WRITE);
      assertThat(pair.first().write(new byte[10])).isEqualTo(10);
    }
  }

  // On purpose: connect() is over when there is a connector, so there is no token to be stale.
  @Test
  void zs10AFreshConnectionIsWritableAndNothingElse() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      reactor.register(pair.first(), Events.ALL_OF_CONNECTOR, note());
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.WRITE | Events.OPEN);
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.WRITE);
    }
  }

  @Test
  void ze1PostCompletesWhenThePollerHasSeenIt() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, o -> told.add(drain(pair.first())));
      Event event = reactor.event();
      Task<Void> posting = startAction(event::post).awaitParked();
      assertThat(posting.hasEnded()).isFalse();
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      posting.result();
      assertThat(all()).containsExactly(1);
      Task<Integer> pumping = start(() -> reactor.processEvents(LONG)).awaitParked();
      event.post();
      assertThat(pumping.result()).as("ends early, without a task").isZero();
    }
  }

  // On purpose: several may post at once, where that had been a mistake.
  @Test
  void ze1SeveralPostAtOnce() throws Exception {
    try (Reactor reactor = pump()) {
      Event event = reactor.event();
      List<Task<Void>> posting =
          Stream.generate(() -> startAction(event::post).awaitParked()).limit(5).toList();
      assertThat(reactor.processEvents(LONG)).isZero();
      posting.forEach(Task::result);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void ze1PostsThatNobodySeesEndByDeadlineInterruptAndClose() throws Exception {
    try (Reactor reactor = pump()) {
      Event event = reactor.event();
      Deadline soon = Deadline.after(Duration.ofMillis(2));
      assertThat(event.post(soon)).isFalse();
      assertThat(soon.hasPassed()).isTrue();
      Deadline.after(Duration.ofMillis(1))
          .run(() -> assertThatThrownBy(event::post).isInstanceOf(ConnectorTimeoutException.class));
      Task<Void> interrupted = startAction(event::post).awaitParked();
      interrupted.interrupt();
      interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      Task<Void> closed = startAction(event::post).awaitParked();
      reactor.close();
      assertThat(closed.failure()).isInstanceOf(IOException.class).hasMessageContaining("closed");
      assertThatThrownBy(event::post).isInstanceOf(ConnectorClosedException.class);
      event.wake();
    }
  }
}
