// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;

/** Writes where none is to be left to the ring: the rest is as ever. */
class UringDirectSendsTest extends UringLimitsSuite {
  @Override
  Poller open() throws PollerException {
    return UringPoller.open(faults.calls(), UringPace.chosen("direct"));
  }

  @Test
  void eachIsMadeAtOnceWhateverElseGoesOn() throws Exception {
    var links = links(2 * UringPace.MANY);
    makeBusy(links);
    for (int i = 0; i < links.size(); i++) {
      byte[] bytes = bytes(i, 100);
      assertThat(links.get(i).near().transfer().beginWrite(bytes, 0, 100)).isEqualTo(100);
      assertThat(readFully(links.get(i).far(), 100)).isEqualTo(bytes);
    }
  }

  @Test
  void oneForWhichThereIsNoRoomIsWaitedFor() throws Exception {
    var links = links(2 * UringPace.MANY);
    makeBusy(links);
    Link link = links.getFirst();
    link.near().events().take();
    byte[] many = bytes(1, 100);
    int sent = 0;
    int result;
    while ((result = link.near().transfer().beginWrite(many, 0, 100)) > 0) {
      sent += result;
    }
    assertThat(result).isEqualTo(NOT_READY);
    link.near().arm(WRITE, 0);
    readFully(link.far(), sent);
    awaitEvents(link.near(), Readiness.WRITABLE);
    assertThat(link.near().transfer().beginWrite(many, 0, 100)).isEqualTo(100);
  }

  @Test
  void whatIsNeitherOfBothIsRefused() {
    assertThatThrownBy(() -> UringPace.chosen("some"))
        .isInstanceOf(PollerException.class)
        .hasMessage("system property packetloom.io_uring.sends: \"some\", not batched or direct");
  }
}
