// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches that are changed while told, that end, that fail, and that have others beside them. */
abstract class WatchEndSuite extends WatchFixture {
  // ---- changes while told

  @Test
  void askedForSomethingElseWhileTold() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first());
    seen.tellings().whenTold(events -> seen.ask(events == READABLE ? WRITABLE : 0));
    seen.ask(READABLE);
    assertThat(next(seen)).isEqualTo(READABLE);
    assertThat(next(seen)).isEqualTo(WRITABLE);
    assertSilent(seen);
  }

  @Test
  void askedForOnceAgainWhileTold() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first());
    seen.tellings().whenTold(_ -> seen.askOnce(READABLE));
    seen.askOnce(READABLE);
    for (int i = 0; i < 5; i++) {
      assertThat(next(seen)).isEqualTo(READABLE);
    }
    seen.tellings().whenTold(_ -> {});
    assertThat(next(seen)).isEqualTo(READABLE);
    assertSilent(seen);
  }

  @Test
  void endedWhileTold() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first());
    seen.tellings().whenTold(_ -> seen.watch().end(true));
    seen.ask(READABLE | WRITABLE);
    assertThat(next(seen)).isEqualTo(READABLE | WRITABLE);
    assertSilent(seen);
  }

  @Test
  void oneThatEndsAnotherWhileToldIsTheOnlyOneTold() throws Exception {
    Ends one = localPair();
    Ends two = localPair();
    Seen first = watch(one.first());
    Seen second = watch(two.first());
    first.tellings().whenTold(_ -> second.watch().end(true));
    second.tellings().whenTold(_ -> first.watch().end(true));
    first.ask(WRITABLE);
    second.ask(WRITABLE);
    while (first.tellings().count() + second.tellings().count() == 0) {
      poller.await(-1);
      poller.dispatch();
    }
    int loser = first.tellings().count() == 0 ? 0 : 1;
    Seen ended = loser == 0 ? first : second;
    assertThat(ended.tellings().count()).isZero();
    assertSilent(ended);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void peerSeesTheEndOfOneThatIsClosedWhileAnotherIsTold(boolean isOnce) throws Exception {
    byte[] room = new byte[1];
    for (int i = 0; i < 20; i++) {
      Ends pair = localPair();
      Ends other = localPair();
      Seen ended = watch(pair.first());
      assertThat(ended.watch().ask(READABLE, isOnce)).isZero();
      assertSilent(ended);
      Seen told = watch(other.first());
      List<Integer> read = new ArrayList<>();
      told.tellings()
          .whenTold(
              _ -> {
                ended.watch().end(false);
                close(pair.first().descriptor());
                read.add(pair.second().transfer().tryRead(room, 0, 1));
                told.watch().end(true);
              });
      told.ask(WRITABLE);
      awaitTold(told, WRITABLE);
      assertThat(read).as("round %d", i).containsExactly(0);
    }
  }

  // ---- the end

  @Test
  void gatheredEventIsNotToldAfterTheEnd() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).ask(READABLE);
    pair.second().write(1);
    assertThat(poller.await(-1)).isOne();
    seen.watch().end(true);
    poller.dispatch();
    assertSilent(seen);
    assertThat(seen.tellings().count()).isZero();
  }

  @Test
  void eventOfAClosedDescriptorIsNotToldToItsSuccessor() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).ask(READABLE);
    pair.second().write(1);
    assertThat(poller.await(-1)).isOne();
    seen.watch().end(false);
    close(pair.first().descriptor());
    Ends next = localPair();
    assumeTrue(
        next.first().descriptor() == pair.first().descriptor(), "descriptor numbers are reused");
    Seen successor = watch(next.first()).ask(READABLE);
    assertSilent(successor);
    assertSilent(seen);
    assertThat(seen.tellings().count() + successor.tellings().count()).isZero();
    next.second().write(2);
    assertThat(next(successor)).isEqualTo(READABLE);
    assertThat(seen.tellings().count()).isZero();
  }

  @Test
  void descriptorThatLivesOnIsSilentAndCanBeWatchedAgain() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    for (int i = 0; i < 3; i++) {
      Seen seen = watch(pair.first()).ask(READABLE);
      assertThat(next(seen)).isEqualTo(READABLE);
      seen.watch().end(true);
      seen.watch().end(true);
      assertThat(seen.watch().ask(READABLE, false)).isZero();
      assertSilent(seen);
      assertThat(poller.await(1_000_000)).isZero();
    }
  }

  @Test
  void endWithoutAskDoesNothing() throws Exception {
    Seen seen = watch(localPair().first());
    seen.watch().end(true);
    seen.watch().end(false);
    seen.ask(WRITABLE);
    assertSilent(seen);
  }

  @Test
  void endAndAskAfterThePollerWasClosedDoNothing() throws Exception {
    Poller other = open(platform);
    Tellings tellings = new Tellings();
    Watch watch = other.watch(localPair().first().descriptor(), tellings);
    assertThat(watch.ask(READABLE, false)).isZero();
    other.await(0);
    other.close();
    assertThat(watch.ask(READABLE | WRITABLE, false)).isZero();
    watch.end(true);
    assertThat(tellings.count() + tellings.failures()).isZero();
  }

  // ---- failure

  @Test
  void failureIsToldToAllOnceAndToThoseWhoAskLater() {
    Seen before = watch(localPair().first()).ask(READABLE);
    Seen silent = watch(localPair().first()).ask(0);
    Seen ended = watch(localPair().first()).ask(READABLE);
    ended.watch().end(true);
    Seen later = watch(localPair().first());
    var cause = new IllegalStateException("planted");
    poller.fail(cause);
    poller.fail(new IllegalStateException("another"));
    assertThat(later.tellings().failures()).isZero();
    for (Seen seen : List.of(before, silent, later)) {
      seen.ask(WRITABLE).ask(READABLE);
      assertThat(seen.tellings().failures()).isOne();
      assertThat(seen.tellings().cause()).isSameAs(cause);
      seen.watch().end(true);
      assertThat(seen.tellings().failures()).isOne();
    }
    assertThat(ended.tellings().failures()).isZero();
  }

  @Test
  void watcherThatThrowsCostsOnlyItsOwnEvent() throws Exception {
    Seen thrower = watch(localPair().first());
    Seen other = watch(localPair().first());
    thrower
        .tellings()
        .whenTold(
            _ -> {
              throw new IllegalStateException("planted");
            });
    thrower.ask(WRITABLE);
    other.ask(WRITABLE);
    while (poller.await(0) < 2) {}
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              poller.dispatch();
              poller.dispatch();
            })
        .withMessage("planted");
    dispatchPastFailures();
    assertThat(other.tellings().count()).isOne();
    assertThat(thrower.tellings().count()).isOne();
    while (thrower.tellings().count() < 3) {
      poller.await(-1);
      dispatchPastFailures();
    }
  }

  private void dispatchPastFailures() {
    while (true) {
      try {
        poller.dispatch();
        return;
      } catch (IllegalStateException planted) {
        assertThat(planted).hasMessage("planted");
      }
    }
  }

  // ---- beside others

  @Test
  void transferOfOnePollerIsWatchedAtAnother() throws Exception {
    Ends pair = localPair();
    try (Poller other = open(platform)) {
      Events events = new Events();
      Transfer transfer =
          other.attach(pair.first().descriptor(), DescriptorKind.LOCAL_STREAM, events);
      assertThat(transfer.register()).isZero();
      Seen seen = watch(pair.first()).ask(READABLE);
      for (int i = 0; i < 3; i++) {
        assertThat(transfer.arm(READ, 0)).isZero();
        events.take();
        pair.second().write(i);
        while ((events.gathered() & Readiness.READABLE) == 0) {
          other.await(-1);
          other.dispatch();
        }
        assertThat(next(seen)).isEqualTo(READABLE);
        assertThat(transfer.tryRead(new byte[2], 0, 2)).isOne();
        poller.await(0); // may have been gathered before
        poller.dispatch();
        assertSilent(seen);
      }
      seen.watch().end(true);
      transfer.deregister(false);
    }
  }

  @Test
  void descriptorIsWatchedAtSeveralPollers() throws Exception {
    Ends pair = localPair();
    try (Poller other = open(platform)) {
      Seen here = watch(pair.first()).ask(READABLE);
      Seen there = new Seen(other.watch(pair.first().descriptor(), new Tellings()), new Tellings());
      assertThat(there.watch().ask(READABLE, true)).isZero();
      pair.second().write(1);
      assertThat(next(here)).isEqualTo(READABLE);
      assertThat(other.await(-1)).isOne();
      here.watch().end(true);
      there.watch().end(true);
    }
  }

  @Test
  void transferAndWatchesOfOnePollerAreTold() throws Exception {
    Ends transferred = localPair();
    transferred.first().register().arm(READ);
    Ends watched = localPair();
    Seen seen = watch(watched.first()).ask(READABLE);
    transferred.second().write(1);
    watched.second().write(1);
    awaitTold(seen, READABLE);
    awaitEvents(transferred.first(), Readiness.READABLE);
    seen.watch().end(false);
    leave(transferred.first());
  }

  @Test
  void thousandThatAreReadyAreAllToldAgainAndAgain() throws Exception {
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Ends pair = localPair();
      all.add(watch(pair.first()).ask(WRITABLE));
      all.add(watch(pair.second()).ask(WRITABLE));
    }
    for (int round = 0; round < 3; round++) {
      all.forEach(seen -> seen.tellings().take());
      for (Seen seen : all) {
        awaitTold(seen, WRITABLE);
      }
    }
  }
}
