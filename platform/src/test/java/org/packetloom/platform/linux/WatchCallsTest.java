// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Tellings;
import org.packetloom.platform.Watch;

/** What watches cost in system calls, and what becomes of calls that fail. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchCallsTest {
  private final FaultySystemCalls faults = FaultySystemCalls.open();
  private final Platform platform = faults.platform();
  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(platform.descriptors()::close);
  }

  private Poller open(String name) throws PollerException {
    PollerFactory factory =
        platform.pollers().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    Optional<String> missing = factory.missing();
    assumeTrue(missing.isEmpty(), () -> name + ": " + missing.orElseThrow());
    return factory.open();
  }

  /** One end of a connection over which nothing is sent. */
  private int end() {
    int[] two = new int[2];
    assertThat(platform.descriptors().socketPair(SocketType.STREAM, two)).isZero();
    opened.add(two[0]);
    opened.add(two[1]);
    return two[0];
  }

  private void assertCosts(int calls, Watch watch, int events, boolean isOnce) {
    int before = faults.count("epoll_ctl");
    assertThat(watch.ask(events, isOnce)).isZero();
    assertThat(faults.count("epoll_ctl") - before).as("calls").isEqualTo(calls);
  }

  @Test
  void askCostsEpollOneCallAndNoneIfNothingChanges() throws Exception {
    try (Poller poller = open("epoll")) {
      Watch watch = poller.watch(end(), new Tellings());
      assertCosts(0, watch, 0, false);
      assertCosts(1, watch, Watch.READABLE, false);
      assertCosts(0, watch, Watch.READABLE, false);
      assertCosts(1, watch, Watch.READABLE | Watch.WRITABLE, false);
      assertCosts(1, watch, Watch.READABLE, true);
      assertCosts(1, watch, Watch.READABLE, true);
      assertCosts(1, watch, Watch.READABLE, false);
      assertCosts(1, watch, 0, false);
      assertCosts(0, watch, 0, true);
      assertCosts(1, watch, Watch.HANGUP, false);
      int before = faults.count("epoll_ctl");
      watch.end(true);
      watch.end(true);
      assertThat(faults.count("epoll_ctl") - before).isOne();
    }
  }

  @Test
  void askThatFailedCanBeRepeated() throws Exception {
    try (Poller poller = open("epoll")) {
      Tellings tellings = new Tellings();
      Watch watch = poller.watch(end(), tellings);
      faults.fail("epoll_ctl", 1, 2, LinuxErrors.ENOMEM);
      for (int i = 0; i < 2; i++) {
        assertThat(watch.ask(Watch.WRITABLE, false)).isEqualTo(-LinuxErrors.ENOMEM);
        assertThat(poller.await(0)).isZero();
      }
      assertThat(watch.ask(Watch.WRITABLE, false)).isZero();
      assertThat(poller.await(-1)).isOne();
      poller.dispatch();
      assertThat(tellings.gathered()).isEqualTo(Watch.WRITABLE);
      watch.end(true);
    }
  }

  @Test
  void tellingManyAgainCostsIoUringOneCall() throws Exception {
    try (Poller poller = open("io_uring")) {
      List<Tellings> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(new Tellings());
        assertThat(poller.watch(end(), all.getLast()).ask(Watch.WRITABLE, false)).isZero();
      }
      int before = faults.count("io_uring_enter") + faults.count("ppoll");
      for (int round = 0; round < 10; round++) {
        assertThat(poller.await(-1)).isEqualTo(100);
        poller.dispatch();
      }
      assertThat(all).allSatisfy(each -> assertThat(each.count()).isEqualTo(10));
      assertThat(faults.count("io_uring_enter") + faults.count("ppoll") - before).isEqualTo(10);
    }
  }

  @Test
  void askingIoUringForLessAndForTheSameCostsNothing() throws Exception {
    try (Poller poller = open("io_uring")) {
      Watch watch = poller.watch(end(), new Tellings());
      assertThat(watch.ask(Watch.READABLE | Watch.URGENT, false)).isZero();
      assertThat(poller.await(0)).isZero();
      int before = faults.count("io_uring_enter");
      int looks = faults.count("ppoll");
      for (int events : new int[] {Watch.READABLE, Watch.READABLE, 0}) {
        assertThat(watch.ask(events, false)).isZero();
        assertThat(poller.hasEvents()).isFalse();
        assertThat(poller.await(0)).isZero();
      }
      assertThat(faults.count("ppoll") - looks).isZero();
      for (int events : new int[] {Watch.URGENT, 0, Watch.READABLE}) {
        assertThat(watch.ask(events, false)).isZero();
        assertThat(poller.await(0)).isZero(); // looks whether something has come meanwhile
      }
      assertThat(faults.count("io_uring_enter") - before).isZero();
      watch.end(true);
    }
  }
}
