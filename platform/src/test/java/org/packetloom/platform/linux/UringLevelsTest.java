// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Tellings;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;

/** Watches whose requests stay, and that are looked at as long as something holds. */
class UringLevelsTest extends UringSuite {
  private static final int READABLE = Watch.READABLE;
  private static final int WRITABLE = Watch.WRITABLE;

  private final byte[] room = new byte[64];

  /** A connection whose near end is watched; bytes go past the poller. */
  private final class Watched {
    private final Transfer near;
    private final Transfer far;
    private final Tellings tellings = new Tellings();
    private final Watch watch;

    Watched() {
      int[] two = new int[2];
      assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
      near = poller.attach(opened(two[0]), DescriptorKind.LOCAL_STREAM, new Events());
      far = poller.attach(opened(two[1]), DescriptorKind.LOCAL_STREAM, new Events());
      watch = poller.watch(two[0], tellings);
    }

    Watched ask(int events) {
      assertThat(watch.ask(events, false)).isZero();
      return this;
    }

    void write() {
      assertThat(far.tryWrite(room, 0, 1)).isOne();
    }

    int read() {
      return near.tryRead(room, 0, room.length);
    }

    boolean isSubmitted() {
      return ((UringWatch) watch).poll().isSubmitted();
    }

    void awaitTold(int events) throws PollerException {
      while ((tellings.gathered() & events) != events) {
        poller.await(-1);
        poller.dispatch();
      }
      tellings.take();
    }

    void closeNear() {
      UringLevelsTest.this.close(near.descriptor());
    }
  }

  @Test
  void moreThanTheRingHoldsAreAllToldAndGoSilent() throws Exception {
    settle();
    Watched first = new Watched();
    List<Tellings> all = new ArrayList<>();
    List<Watch> watches = new ArrayList<>();
    for (int i = 0; i < 2 * Ring.COMPLETIONS + 7; i++) {
      all.add(new Tellings());
      watches.add(poller.watch(first.near.descriptor(), all.getLast()));
      assertThat(watches.getLast().ask(READABLE, false)).isZero();
    }
    for (int round = 1; round < 4; round++) {
      submit();
      int before = all.getLast().count();
      first.write();
      while (all.stream().anyMatch(each -> each.gathered() == 0)) {
        poller.await(-1);
        poller.dispatch();
      }
      assertThat(first.read()).isOne();
      submit();
      all.forEach(Tellings::take);
      assertThat(poller.await(1_000_000)).isZero();
      assertThat(all.getLast().count()).isGreaterThan(before);
    }
  }

  @Test
  void bytesLeftAreToldWhileOthersKeepTheRingBusy() throws Exception {
    settle();
    Watched left = new Watched().ask(READABLE);
    Watched busy = new Watched().ask(READABLE);
    busy.tellings.whenTold(
        _ -> {
          assertThat(busy.read()).isOne();
          busy.write();
        });
    busy.write();
    left.write();
    left.awaitTold(READABLE);
    for (int i = 0; i < 3; i++) {
      int others = busy.tellings.count();
      left.awaitTold(READABLE);
      assertThat(busy.tellings.count() - others).isLessThan(50);
    }
  }

  @Test
  void requestThatTellsWhatNobodyAsksForIsGivenUp() throws Exception {
    settle();
    Watched watched = new Watched().ask(READABLE);
    submit();
    assertThat(watched.isSubmitted()).isTrue();
    watched.ask(0);
    submit();
    assertThat(watched.isSubmitted()).isTrue();
    watched.write();
    while (watched.isSubmitted()) {
      poller.await(1_000_000);
      poller.dispatch();
    }
    assertThat(watched.tellings.count()).isZero();
    watched.ask(READABLE).awaitTold(READABLE);
    watched.ask(READABLE | WRITABLE).awaitTold(READABLE | WRITABLE);
    assertThat(watched.read()).isOne();
    watched.ask(READABLE);
    submit();
    watched.tellings.take();
    watched.write();
    watched.awaitTold(READABLE);
  }

  @Test
  void whatCameWhileNothingWasAskedIsTold() throws Exception {
    settle();
    Watched watched = new Watched().ask(READABLE);
    submit();
    for (int i = 0; i < 4; i++) {
      watched.ask(0);
      watched.write();
      if (i % 2 == 0) {
        submit(); // as nobody asks it is not told, and not told again
      }
      watched.ask(READABLE).awaitTold(READABLE);
      assertThat(watched.read()).isOne();
      submit();
      watched.tellings.take();
    }
  }

  @Test
  void whatIsTakenUpOnceAfterALevelIsToldOnce() throws Exception {
    settle();
    Watched watched = new Watched().ask(READABLE);
    watched.write();
    watched.awaitTold(READABLE);
    for (int i = 0; i < 5; i++) {
      assertThat(watched.watch.ask(READABLE, true)).isZero();
      watched.awaitTold(READABLE);
      int count = watched.tellings.count();
      watched.write();
      submit();
      assertThat(poller.await(1_000_000)).isZero();
      assertThat(watched.tellings.count()).isEqualTo(count);
    }
    watched.ask(READABLE).awaitTold(READABLE);
    watched.awaitTold(READABLE);
  }

  @Test
  void peersSeeTheEndOfThoseThatAreLookedAt() {
    var runner = startRunner();
    for (int round = 0; round < 200; round++) {
      Watched watched = new Watched().ask(WRITABLE); // which it is, over and over
      while (watched.tellings.count() < round % 7) {
        Thread.onSpinWait();
      }
      watched.watch.end(false);
      watched.closeNear();
      assertThat(watched.far.tryRead(room, 0, 1)).as("round %d", round).isZero();
      close(watched.far.descriptor());
    }
    stop(runner);
  }

  @Test
  void oneThatWasLookedAtIsNotToldOfItsSuccessor() throws Exception {
    settle();
    Watched watched = new Watched().ask(READABLE);
    watched.write();
    watched.awaitTold(READABLE);
    int count = watched.tellings.count();
    watched.watch.end(false);
    watched.closeNear();
    Watched next = new Watched();
    assumeTrue(
        next.near.descriptor() == watched.near.descriptor(), "descriptor numbers are used again");
    next.write();
    submit();
    assertThat(watched.tellings.count()).isEqualTo(count);
    next.ask(READABLE).awaitTold(READABLE);
  }

  @Test
  void lookThatFailsEndsTheWait() throws Exception {
    settle();
    Watched watched = new Watched().ask(READABLE);
    watched.write();
    watched.awaitTold(READABLE);
    faults.fail("ppoll", 1, LinuxErrors.EINTR);
    watched.awaitTold(READABLE);
    faults.fail("ppoll", 1, LinuxErrors.ENOMEM);
    assertThatThrownBy(() -> poller.await(-1))
        .isInstanceOf(PollerException.class)
        .hasMessage("ppoll: ENOMEM");
    watched.awaitTold(READABLE);
  }
}
