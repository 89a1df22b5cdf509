// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.packetloom.platform.Readiness;

/** What tests of many at once have in common. */
abstract class UringLimitsSuite extends UringSuite {
  static byte[] readNow(End end) {
    byte[] one = new byte[1];
    assertThat(end.transfer().tryRead(one, 0, 1)).isOne();
    return one;
  }

  /** Many are told at once, after which writes are left to the ring. */
  final void makeBusy(List<Link> links) throws Exception {
    for (Link link : links.subList(0, UringPace.MANY)) {
      link.far().write((byte) 1);
      link.near().events().take();
      link.near().arm(READ, 1);
    }
    poller.await(-1);
    poller.dispatch();
    for (Link link : links.subList(0, UringPace.MANY)) {
      awaitEvents(link.near(), Readiness.READABLE);
      assertThat(readNow(link.near())).containsExactly(1);
    }
  }
}
