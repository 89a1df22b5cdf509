// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.packetloom.platform.OwnedPoller;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.SocketSetting;

/** What tests have in common of receives that go on while nobody waits, from the first wait on. */
abstract class UringReceivesSuite extends UringSuite {
  static final int ROOM = 8 << 10;
  static final int SIZE = ReceiveBuffers.SIZE;
  static final int MOST_HELD = 4 * SIZE;

  @Override
  Poller open() throws PollerException {
    return new OwnedPoller(UringPoller.open(faults.calls(), new UringPace(0, true)));
  }

  /** A connection whose near end receives on and on. */
  final Link going() throws PollerException {
    Link link = tcpLink();
    goOn(link);
    return link;
  }

  final void goOn(Link link) throws PollerException {
    submit(); // the ring is that of this thread from now on
    link.near().events().take();
    link.near().arm(READ, ROOM);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isTrue();
  }

  static int held(Link link) {
    return link.near().transfer().held();
  }

  final int inKernel(Link link) {
    return descriptors.available(link.near().transfer().descriptor());
  }

  /** Has some more bytes received that nobody asks for. */
  final void hold(Link link, byte... bytes) throws PollerException {
    int all = held(link) + bytes.length;
    link.far().write(bytes);
    while (held(link) < all) {
      poller.await(-1);
      poller.dispatch();
    }
    assertThat(held(link)).isEqualTo(all);
  }

  static int read(Link link, byte[] to) {
    return link.near().transfer().tryRead(to, 0, to.length);
  }

  final void reset(End end) {
    assertThat(descriptors.setting(end.transfer().descriptor(), SocketSetting.LINGER, 0)).isZero();
    leave(end);
  }

  /** Has a receive that goes on end, past its user. */
  final void endReceive(Link link) throws PollerException {
    var runner = startRunner();
    link.near().transfer().holdNothing();
    stop(runner);
    submit();
    assertThat(link.near().transfer().isReadingBeforehand()).isFalse();
  }
}
