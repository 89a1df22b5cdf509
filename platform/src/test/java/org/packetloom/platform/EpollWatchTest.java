// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpollWatchTest extends WatchSuite {
  @Override
  protected Poller open(Platform platform) throws PollerException {
    return Pollers.open(platform, "epoll");
  }

  @Test
  void asManyAreToldAsAreAskedFor() throws Exception {
    List<Seen> all = threeThatAreReady();
    assertThat(poller.await(-1)).isEqualTo(3);
    assertThat(poller.dispatch(1)).isTrue();
    assertThat(told(all)).isOne();
    assertThat(poller.dispatch(2)).isFalse();
    assertThat(told(all)).isEqualTo(3);
    assertThat(poller.dispatch(Integer.MAX_VALUE)).isFalse();
    assertThat(told(all)).isEqualTo(3);
  }

  private static int told(List<Seen> all) {
    return all.stream().mapToInt(seen -> seen.tellings().count()).sum();
  }
}
