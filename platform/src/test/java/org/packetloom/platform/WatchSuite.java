// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Watch}: what is told, as long as it holds or once. */
abstract class WatchSuite extends WatchFixture {
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
  void eachOfSeveralIsToldIfAFewAreToldAtATime() throws Exception {
    List<Seen> all = threeThatAreReady();
    while (!all.stream().allMatch(seen -> seen.isTold(READABLE))) {
      poller.await(-1);
      while (poller.dispatch(1)) {}
    }
    assertThat(all).allSatisfy(seen -> assertThat(seen.tellings().count()).isOne());
  }

  /** Watches that are to tell once. */
  final List<Seen> threeThatAreReady() {
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Ends pair = localPair();
      all.add(watch(pair.first()).askOnce(READABLE));
      pair.second().write(1);
    }
    return all;
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
    Ends pair = unixPair();
    Seen never = watch(pair.first()).ask(0);
    Ends other = unixPair();
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
    Ends pair = unixPair();
    Seen seen = watch(pair.first()).ask(asked);
    close(pair.second().descriptor());
    awaitTold(seen, HANGUP);
    assertThat(next(seen)).isEqualTo(HANGUP | asked & ~(URGENT | ERROR));
  }

  @Test
  void hangupAloneTellsNothingElse() throws Exception {
    Ends pair = unixPair();
    Seen seen = watch(pair.first()).ask(HANGUP);
    pair.second().write(1);
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    assertSilent(seen);
    close(pair.second().descriptor());
    assertThat(next(seen)).isEqualTo(HANGUP);
  }

  @Test
  void resetIsAHangupToldUnasked() throws Exception {
    Ends pair = tcpEnds();
    Seen seen = watch(pair.first()).ask(URGENT);
    assertSilent(seen);
    assertThat(descriptors.setting(pair.second().descriptor(), SocketSetting.LINGER, 0)).isZero();
    close(pair.second().descriptor());
    awaitTold(seen, HANGUP);
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
}
