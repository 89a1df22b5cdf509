// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Watches of the poller under test, by the thread that runs it. */
abstract class WatchFixture extends PlatformSuite {
  static final int READABLE = Watch.READABLE;
  static final int WRITABLE = Watch.WRITABLE;
  static final int URGENT = Watch.URGENT;
  static final int PEER_ENDED = Watch.PEER_ENDED;
  static final int HANGUP = Watch.HANGUP;
  static final int ERROR = Watch.ERROR;

  /** A watch and what it told. */
  record Seen(Watch watch, Tellings tellings) {
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

  final Seen watch(Watched end) {
    return watch(end.descriptor());
  }

  final Seen watch(int descriptor) {
    Tellings tellings = new Tellings();
    Watch watch = poller.watch(descriptor, tellings);
    assertThat(watch.descriptor()).isEqualTo(descriptor);
    return new Seen(watch, tellings);
  }

  final void awaitTold(Seen seen, int events) throws PollerException {
    while (!seen.isTold(events)) {
      poller.await(-1);
      poller.dispatch();
    }
  }

  /** What is told by one more wait. */
  final int next(Seen seen) throws PollerException {
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
  final void assertSilent(Seen seen) throws PollerException {
    int before = seen.tellings().count();
    for (int i = 0; i < 5; i++) {
      poller.await(i == 4 ? 1_000_000 : 0);
      poller.dispatch();
    }
    assertThat(seen.tellings().count()).isEqualTo(before);
  }

  /** A pair whose ends hang up when the other one is closed, which a TCP connection does not. */
  final Ends unixPair() {
    Ends pair = localPair();
    boolean isUnix = localAddress(pair.first().descriptor()) instanceof NativeAddress.Local;
    assumeTrue(isUnix, "pairs of sockets are connections over TCP here");
    return pair;
  }

  final void fill(Watched end) {
    byte[] bytes = new byte[1 << 16];
    while (end.transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
  }

  final void empty(Watched end) {
    byte[] bytes = new byte[1 << 16];
    while (end.transfer().tryRead(bytes, 0, bytes.length) > 0) {}
  }
}
