// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Watch}, as far as one thread sees it. */
abstract class WatchSuite extends PlatformSuite {
  private static final int READABLE = Watch.READABLE;
  private static final int WRITABLE = Watch.WRITABLE;
  private static final int URGENT = Watch.URGENT;
  private static final int PEER_ENDED = Watch.PEER_ENDED;
  private static final int HANGUP = Watch.HANGUP;
  private static final int ERROR = Watch.ERROR;

  /** A watch and what it told. */
  private record Seen(Watch watch, Tellings tellings) {
    Seen ask(int events) {
      assertThat(watch.ask(events, false)).isZero();
      return this;
    }

    Seen askOnce(int events) {
      assertThat(watch.ask(events, true)).isZero();
      return this;
    }

    boolean isTold(int events) {
      return (tellings.gathered() & events) == events;
    }
  }

  private Seen watch(Watched end) {
    return watch(end.descriptor());
  }

  private Seen watch(int descriptor) {
    Tellings tellings = new Tellings();
    Watch watch = poller.watch(descriptor, tellings);
    assertThat(watch.descriptor()).isEqualTo(descriptor);
    return new Seen(watch, tellings);
  }

  private void awaitTold(Seen seen, int events) throws PollerException {
    while (!seen.isTold(events)) {
      poller.await(-1);
      poller.dispatch();
    }
  }

  /** What is told by one more wait. */
  private int next(Seen seen) throws PollerException {
    seen.tellings().take();
    int before = seen.tellings().count();
    do {
      poller.await(-1);
      poller.dispatch();
    } while (seen.tellings().count() == before);
    assertThat(seen.tellings().count()).isEqualTo(before + 1);
    return seen.tellings().take();
  }

  /** Has the poller look at all there is, and tell it: the watch is silent. */
  private void assertSilent(Seen seen) throws PollerException {
    int before = seen.tellings().count();
    for (int i = 0; i < 5; i++) {
      poller.await(i == 4 ? 1_000_000 : 0);
      poller.dispatch();
    }
    assertThat(seen.tellings().count()).isEqualTo(before);
  }

  private void fill(Watched end) {
    byte[] bytes = new byte[1 << 16];
    while (end.transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
  }

  private void empty(Watched end) {
    byte[] bytes = new byte[1 << 16];
    while (end.transfer().tryRead(bytes, 0, bytes.length) > 0) {}
  }

  // ---- level and once

  @Test
  void levelTellsAgainUntilDrained() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).ask(READABLE);
    assertSilent(seen);
    pair.second().write(1, 2);
    for (int i = 0; i < 5; i++) {
      assertThat(next(seen)).isEqualTo(READABLE);
    }
    assertThat(pair.first().transfer().tryRead(new byte[1], 0, 1)).isOne();
    assertThat(next(seen)).isEqualTo(READABLE);
    empty(pair.first());
    poller.await(0); // may have been gathered before
    poller.dispatch();
    assertSilent(seen);
    pair.second().write(3);
    assertThat(next(seen)).isEqualTo(READABLE);
  }

  @Test
  void onceTellsOnceAndAgainAfterBeingAskedAgain() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).askOnce(READABLE);
    assertSilent(seen);
    pair.second().write(1);
    for (int i = 0; i < 5; i++) {
      assertThat(next(seen)).isEqualTo(READABLE);
      assertSilent(seen);
      pair.second().write(2);
      assertSilent(seen);
      seen.askOnce(READABLE);
    }
    assertThat(next(seen)).isEqualTo(READABLE);
  }

  @Test
  void onceThatIsAskedAgainBeforeAnythingHappenedTellsOnce() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).askOnce(READABLE).askOnce(READABLE);
    assertSilent(seen);
    pair.second().write(1);
    seen.askOnce(READABLE);
    assertThat(next(seen)).isEqualTo(READABLE);
    assertSilent(seen);
  }

  @Test
  void onceThatIsAskedAgainWithAnEventGatheredTellsOnce() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).askOnce(READABLE);
    pair.second().write(1);
    assertThat(poller.await(-1)).isOne();
    seen.askOnce(READABLE);
    awaitTold(seen, READABLE);
    assertSilent(seen);
    assertThat(seen.tellings().count()).isOne();
    assertThat(next(seen.askOnce(READABLE))).isEqualTo(READABLE);
  }

  @Test
  void levelAndOnceCanBeChangedForEachOther() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first());
    for (int i = 0; i < 3; i++) {
      seen.ask(READABLE);
      assertThat(next(seen)).isEqualTo(READABLE);
      assertThat(next(seen)).isEqualTo(READABLE);
      seen.askOnce(READABLE);
      assertThat(next(seen)).isEqualTo(READABLE);
      assertSilent(seen);
    }
  }

  @Test
  void whatIsNotAskedForAnyMoreIsNotToldThoughGathered() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first()).ask(READABLE | WRITABLE);
    assertThat(poller.await(-1)).isOne();
    seen.ask(WRITABLE);
    poller.dispatch();
    assertThat(next(seen)).isEqualTo(WRITABLE);
    assertThat(seen.tellings().gathered() & READABLE).isZero();
    assertThat(poller.await(-1)).isOne();
    seen.ask(0);
    assertSilent(seen);
  }

  @Test
  void moreAndLessCanBeAskedForInAnyOrder() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    Seen seen = watch(pair.first());
    int[] turns = {READABLE, READABLE | WRITABLE, WRITABLE, 0, WRITABLE, READABLE, 0, READABLE};
    for (int i = 0; i < 3 * turns.length; i++) {
      int asked = turns[i % turns.length];
      seen.ask(asked);
      if (asked == 0) {
        assertSilent(seen);
      } else {
        seen.tellings().take();
        awaitTold(seen, asked);
        assertThat(next(seen)).isEqualTo(asked);
      }
    }
  }

  @Test
  void eventsThatNobodyKnowsAreRejected() {
    Seen seen = watch(localPair().first());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.watch().ask(64, false))
        .withMessageContaining("0x40");
  }

  // ---- what is told

  @Test
  void nothingIsToldIfNothingIsAskedThoughThePeerHungUp() throws Exception {
    Ends pair = localPair();
    Seen never = watch(pair.first()).ask(0);
    Ends other = localPair();
    Seen noMore = watch(other.first()).ask(READABLE | WRITABLE | PEER_ENDED);
    assertThat(next(noMore)).isEqualTo(WRITABLE);
    noMore.ask(0);
    close(pair.second().descriptor());
    close(other.second().descriptor());
    assertSilent(never);
    assertSilent(noMore);
    noMore.ask(PEER_ENDED);
    awaitTold(noMore, PEER_ENDED | HANGUP);
  }

  @ParameterizedTest
  @ValueSource(ints = {READABLE, WRITABLE, URGENT, PEER_ENDED, HANGUP, ERROR})
  void hangupIsToldUnasked(int asked) throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).ask(asked);
    close(pair.second().descriptor());
    awaitTold(seen, HANGUP);
    assertThat(next(seen)).isEqualTo(HANGUP | asked & ~(URGENT | ERROR));
  }

  @Test
  void hangupAloneTellsNothingElse() throws Exception {
    Ends pair = localPair();
    Seen seen = watch(pair.first()).ask(HANGUP);
    pair.second().write(1);
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    assertSilent(seen);
    close(pair.second().descriptor());
    assertThat(next(seen)).isEqualTo(HANGUP);
  }

  @Test
  void peerThatEndedItsWritingIsToldIfAsked() throws Exception {
    Ends pair = tcpEnds();
    Seen seen = watch(pair.first()).ask(PEER_ENDED);
    pair.second().write(1);
    assertSilent(seen);
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    assertThat(next(seen)).isEqualTo(PEER_ENDED);
    seen.ask(READABLE | PEER_ENDED);
    awaitTold(seen, READABLE | PEER_ENDED);
    seen.ask(READABLE);
    assertThat(next(seen)).isEqualTo(READABLE);
  }

  @Test
  void peerThatEndedItsWritingDoesNotDisturbOneWhoWrites() throws Exception {
    Ends pair = localPair();
    fill(pair.first());
    Seen seen = watch(pair.first()).ask(WRITABLE);
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    for (int round = 0; round < 3; round++) {
      assertSilent(seen);
      long start = System.nanoTime();
      assertThat(poller.await(5_000_000)).isZero();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
      empty(pair.second());
      assertThat(next(seen)).isEqualTo(WRITABLE);
      assertThat(next(seen)).isEqualTo(WRITABLE);
      fill(pair.first());
      poller.await(0); // may have been gathered before
      poller.dispatch();
    }
    seen.ask(0);
    empty(pair.second());
    assertSilent(seen);
    assertThat(next(seen.askOnce(WRITABLE))).isEqualTo(WRITABLE);
    assertThat(next(seen.ask(WRITABLE | PEER_ENDED)) & PEER_ENDED).isIn(0, PEER_ENDED);
    awaitTold(seen, PEER_ENDED);
  }

  @Test
  void writableAtOnceAndNotWhileThePipeIsFull() throws Exception {
    Ends pipe = pipe();
    Seen seen = watch(pipe.second()).ask(WRITABLE);
    assertThat(next(seen)).isEqualTo(WRITABLE);
    fill(pipe.second());
    poller.await(0); // may have been gathered before
    poller.dispatch();
    assertSilent(seen);
    empty(pipe.first());
    assertThat(next(seen)).isEqualTo(WRITABLE);
  }

  @Test
  void readerThatLeftAPipeIsAnErrorToItsWriter() throws Exception {
    Ends pipe = pipe();
    Seen seen = watch(pipe.second()).ask(URGENT);
    close(pipe.first().descriptor());
    assertThat(next(seen)).isEqualTo(ERROR);
  }

  @Test
  void refusedConnectIsAnError() throws Exception {
    Watched listener = listener(loopback(0));
    NativeAddress address = localAddress(listener.descriptor());
    close(listener.descriptor());
    Watched client = socket(Family.INET4);
    int result = client.transfer().tryConnect(address);
    assumeTrue(result == NOT_READY, "refused later");
    Seen seen = watch(client).askOnce(WRITABLE);
    awaitTold(seen, WRITABLE | ERROR);
    assertThat(kind(client.transfer().tryConnect(address))).isEqualTo(ErrorKind.REFUSED);
  }

  @Test
  void connectionThatWaitsMakesListenerReadable() throws Exception {
    Watched listener = listener(loopback(0));
    Seen seen = watch(listener).ask(READABLE);
    Watched client = socket(Family.INET4);
    assertThat(client.transfer().tryConnect(localAddress(listener.descriptor())))
        .isIn(0, NOT_READY);
    assertThat(next(seen)).isEqualTo(READABLE);
    assertThat(descriptors.close(accept(listener))).isZero();
  }

  @Test
  void urgentDataIsTold() throws Exception {
    Ends pair = tcpEnds();
    StreamTransfer sender = pair.second().transfer().stream();
    Seen seen = watch(pair.first()).ask(URGENT);
    pair.second().write(1);
    assertSilent(seen);
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    assertThat(sender.trySend(one, StreamTransfer.URGENT)).isOne();
    assertThat(next(seen)).isEqualTo(URGENT);
    assertThat(next(seen)).isEqualTo(URGENT);
    assertThat(pair.first().transfer().stream().tryReceiveUrgent(one)).isOne();
  }

  @Test
  void bytesAreNotUrgent() throws Exception {
    for (Ends pair : List.of(tcpEnds(), localPair())) {
      Seen seen = watch(pair.first()).ask(READABLE | URGENT);
      assertSilent(seen);
      pair.second().write(1);
      assertThat(next(seen)).isEqualTo(READABLE);
      assertThat(next(seen)).isEqualTo(READABLE);
      assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
      empty(pair.first());
      assertThat(next(seen)).isEqualTo(READABLE);
      seen.ask(URGENT);
      assertSilent(seen);
    }
  }

  @Test
  void regularFileIsReadyOrRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");
    Seen seen = watch(opened(descriptors.openFile(file.toString())));
    int result = seen.watch().ask(READABLE | WRITABLE, false);
    if (result < 0) {
      assertThat(kind(result)).isEqualTo(ErrorKind.ACCESS);
      assertSilent(seen);
      assertThat(seen.watch().ask(READABLE, false)).isEqualTo(result);
    } else {
      assertThat(next(seen)).isEqualTo(READABLE | WRITABLE);
    }
    seen.watch().end(false);
  }

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
