// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.packetloom.platform.bsd.KeventLayout.EV_ADD;
import static org.packetloom.platform.bsd.KeventLayout.EV_CLEAR;
import static org.packetloom.platform.bsd.KeventLayout.EV_EOF;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Tellings;
import org.packetloom.platform.Watch;
import org.packetloom.platform.bsd.ScriptedKqueue.Kevent;
import org.packetloom.platform.linux.LinuxValues;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixSystem;
import org.packetloom.platform.unix.WatchEvents;

/** Watches on a system whose poll(2) has no POLLRDHUP, as that of macOS. */
class KqueueWatchScriptTest {
  private static final int ADDED = EV_ADD | EV_CLEAR;

  private final KeventLayout layout = KeventLayout.MACOS;
  private final ScriptedKqueue kernel = new ScriptedKqueue(layout);
  private final Tellings tellings = new Tellings();
  private final int[] pair = new int[2];
  private KqueuePoller poller;

  @BeforeEach
  void open() throws Exception {
    poller = KqueuePoller.open(kernel, withoutRdhup(LinuxValues.calls()));
    assertThat(Platforms.current().descriptors().socketPair(SocketType.STREAM, pair)).isZero();
    kernel.takeChanges();
  }

  @AfterEach
  void close() throws Exception {
    poller.close();
    for (int descriptor : pair) {
      assertThat(Platforms.current().descriptors().close(descriptor)).isZero();
    }
  }

  private static UnixCalls withoutRdhup(UnixCalls calls) {
    UnixSystem of = calls.system();
    UnixSystem system =
        new UnixSystem(
            of.errors(),
            of.open(),
            of.sockets(),
            of.layout(),
            of.addresses(),
            of.events(),
            new WatchEvents(0),
            of.datagrams(),
            of.senders(),
            of.errorQueues(),
            of.isConnectRepeatable());
    return new UnixCalls(
        system,
        calls.bytes(),
        calls.socketBytes(),
        calls.messages(),
        calls.descriptors(),
        calls.polls(),
        calls.streams(),
        calls.files(),
        calls.paths());
  }

  private Watch ask(int events) throws Exception {
    Watch watch = poller.watch(pair[0], tellings);
    assertThat(watch.ask(events, false)).isZero();
    poller.await(0);
    poller.dispatch();
    assertThat(tellings.take()).isZero();
    return watch;
  }

  private void tell(int filter, int flags, int fflags) throws Exception {
    List<Kevent> added =
        kernel.takeChanges().stream().filter(each -> each.ident() == pair[0]).toList();
    kernel.tell(new Kevent(pair[0], filter, ADDED | flags, fflags, added.getFirst().udata()));
    poller.await(0);
    poller.dispatch();
  }

  @Test
  void peerThatEndedItsWritingIsToldByAnEvent() throws Exception {
    Watch watch = ask(Watch.PEER_ENDED);
    tell(layout.EVFILT_READ(), EV_EOF, 0);
    assertThat(tellings.take()).isEqualTo(Watch.PEER_ENDED);
    assertThat(poller.await(-1)).isOne(); // as long as it holds
    assertThat(watch.ask(Watch.WRITABLE, false)).isZero();
    poller.dispatch();
    assertThat(tellings.take()).isZero();
    assertThat(poller.await(-1)).isOne();
    poller.dispatch();
    assertThat(tellings.take()).isEqualTo(Watch.WRITABLE);
    watch.end(true);
  }

  @Test
  void errorIsToldByAnEventOnce() throws Exception {
    Watch watch = ask(Watch.READABLE);
    tell(layout.EVFILT_WRITE(), EV_EOF, 61);
    assertThat(tellings.take()).isEqualTo(Watch.ERROR);
    assertThat(poller.await(0)).isZero();
    watch.end(true);
  }

  @Test
  void bothFiltersAreAddedOnceAndDeletedAtTheEnd() throws Exception {
    Watch watch = ask(Watch.READABLE);
    assertThat(kernel.takeChanges())
        .filteredOn(each -> each.ident() == pair[0])
        .extracting(Kevent::filter, Kevent::flags)
        .containsExactly(tuple(layout.EVFILT_READ(), ADDED), tuple(layout.EVFILT_WRITE(), ADDED));
    assertThat(watch.ask(Watch.URGENT, true)).isZero();
    assertThat(kernel.takeChanges()).allMatch(each -> each.ident() != pair[0]);
    watch.end(false);
    assertThat(kernel.takeChanges())
        .filteredOn(each -> each.ident() == pair[0])
        .extracting(Kevent::flags)
        .containsExactly(KeventLayout.EV_DELETE, KeventLayout.EV_DELETE);
  }
}
