// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;

/** A poller is taken from its owner, which lives on but does not run it any more. */
class UringHandOverTest extends UringSuite {
  private static final int ROUNDS = 200;

  private final ExecutorService first = Executors.newSingleThreadExecutor();
  private final ExecutorService second = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThreads() {
    first.close();
    second.close();
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void run(ExecutorService thread, Action action) throws Exception {
    Future<?> done =
        thread.submit(
            () -> {
              action.run();
              return null;
            });
    done.get();
  }

  /** Has a thread run the poller once, as its new owner. */
  private void takeOver(ExecutorService thread) throws Exception {
    run(
        thread,
        () -> {
          poller.own();
          poller.await(0);
          poller.dispatch();
        });
  }

  private void awaitEvents(ExecutorService thread, End end) throws Exception {
    run(thread, () -> awaitEvents(end, Readiness.READABLE));
  }

  private static byte[] readNow(End end, int most) {
    byte[] room = new byte[most];
    int n = end.transfer().tryRead(room, 0, most);
    return n == NOT_READY ? new byte[0] : java.util.Arrays.copyOf(room, n);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatComesMeanwhileComesOnce(int when) throws Exception {
    takeOver(first);
    for (int round = 0; round < ROUNDS; round++) {
      ExecutorService before = round % 2 == 0 ? first : second;
      ExecutorService after = round % 2 == 0 ? second : first;
      Link link = link();
      link.near().arm(READ, 10);
      if (when == 0) {
        link.far().write((byte) 1, (byte) round);
      }
      run(before, () -> poller.await(0)); // submitted, and perhaps received; not told
      if (when == 1) {
        link.far().write((byte) 1, (byte) round);
      }
      run(after, () -> poller.own());
      if (when == 2) {
        link.far().write((byte) 1, (byte) round);
      }
      takeOver(after);
      if (when == 3) {
        link.far().write((byte) 1, (byte) round);
      }
      awaitEvents(after, link.near());
      assertThat(readNow(link.near(), 10)).containsExactly(1, (byte) round);
      assertThat(readNow(link.near(), 10)).isEmpty();
      link.far().write((byte) 2);
      assertThat(readNow(link.near(), 10)).containsExactly(2);
      run(after, () -> leave(link.near()));
      run(after, () -> leave(link.far()));
    }
  }

  @Test
  void thoseWhoWaitAreNotTold() throws Exception {
    takeOver(first);
    List<Link> links = links(50);
    links.forEach(link -> link.near().arm(READ, 10));
    links.forEach(link -> link.far().arm(READ, 0));
    run(first, this::submit);
    for (int i = 0; i < 10; i++) {
      takeOver(i % 2 == 0 ? second : first);
    }
    links.forEach(link -> assertThat(link.near().events().count()).isZero());
    links.forEach(link -> assertThat(link.far().events().count()).isZero());
    links.forEach(link -> link.far().write((byte) 7));
    links.forEach(link -> link.near().write((byte) 8));
    for (Link link : links) {
      awaitEvents(first, link.near());
      awaitEvents(first, link.far());
      assertThat(readNow(link.near(), 10)).containsExactly(7);
      assertThat(readNow(link.far(), 10)).containsExactly(8);
    }
  }

  @Test
  void buffersThatWereReceivedIntoStayTheirReaders() throws Exception {
    takeOver(first);
    List<Link> links = links(100);
    for (int i = 0; i < links.size(); i++) {
      links.get(i).near().arm(READ, 1000);
      links.get(i).far().write(bytes(i, 1000));
    }
    run(first, this::submit);
    for (int round = 0; round < 30; round++) { // uses each buffer again, but for those
      takeOver(round % 2 == 0 ? second : first);
      ExecutorService owner = round % 2 == 0 ? second : first;
      List<Link> others = links(50);
      for (Link other : others) {
        other.near().arm(READ, 10);
        other.far().write((byte) round);
      }
      run(owner, this::submit);
      for (Link other : others) {
        awaitEvents(owner, other.near());
        assertThat(readNow(other.near(), 10)).containsExactly(round);
        run(owner, () -> leave(other.near()));
        run(owner, () -> leave(other.far()));
      }
    }
    for (int i = 0; i < links.size(); i++) {
      assertThat(readNow(links.get(i).near(), 1000)).isEqualTo(bytes(i, 1000));
    }
  }

  @Test
  void whatIsCancelledMeanwhileIsSoByTheNextOwner() throws Exception {
    takeOver(first);
    for (int round = 0; round < ROUNDS; round++) {
      Link link = link();
      link.near().arm(READ, 10);
      run(round % 2 == 0 ? first : second, this::submit);
      assertThat(link.near().transfer().cancel(READ)).isEqualTo(NOT_READY);
      takeOver(round % 2 == 0 ? second : first);
      assertThat(link.near().transfer().cancel(READ)).isZero();
      link.far().write((byte) round);
      assertThat(readNow(link.near(), 10)).containsExactly((byte) round);
      link.near().transfer().deregister(false);
      link.far().transfer().deregister(false);
    }
  }

  @Test
  void whatEndsMeanwhileDoesNotKeepTheOpenFile() throws Exception {
    takeOver(first);
    for (int round = 0; round < 20; round++) {
      Link link = link();
      link.near().arm(READ, 10);
      run(round % 2 == 0 ? first : second, this::submit);
      ExecutorService next = round % 2 == 0 ? second : first;
      Future<?> leaving =
          Executors.newVirtualThreadPerTaskExecutor().submit(() -> leave(link.near()));
      while (!leaving.isDone()) {
        takeOver(next); // the one before does nothing any more
      }
      leaving.get();
      byte[] room = new byte[1];
      long start = System.nanoTime();
      while (link.far().transfer().tryRead(room, 0, 1) == NOT_READY) {
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring_setup", "mmap", "io_uring_register"})
  void ownerThatGetsNoRingTriesAgain(String call) throws Exception {
    takeOver(first);
    Link link = link();
    link.near().arm(READ, 10);
    run(first, this::submit);
    faults.fail(call, 1, 5, LinuxErrors.ENOMEM);
    link.far().write((byte) 1);
    for (int i = 0; i < 5; i++) {
      run(
          second,
          () -> {
            poller.own();
            assertThat(poller.await(1_000_000)).isZero();
          });
      assertThat(poller.hasEvents()).isTrue();
    }
    awaitEvents(second, link.near());
    assertThat(readNow(link.near(), 10)).containsExactly(1);
  }

  @Test
  void firstOwnerThatGetsNoRingUsesTheOneForAll() throws Exception {
    faults.fail("io_uring_setup", 1, LinuxErrors.EINVAL);
    takeOver(first);
    Link link = link();
    link.near().arm(READ, 10);
    run(first, this::submit);
    int rings = faults.count("io_uring_setup");
    takeOver(second);
    link.far().write((byte) 1);
    awaitEvents(second, link.near());
    assertThat(readNow(link.near(), 10)).containsExactly(1);
    assertThat(faults.count("io_uring_setup")).isEqualTo(rings);
  }

  @Test
  void pollerThatIsHandedOverTooOftenGetsARingForAll() throws Exception {
    takeOver(first);
    List<Link> links = links(400);
    links.forEach(link -> link.near().arm(READ, 10));
    run(first, this::submit);
    int rings;
    int times = 0;
    do {
      rings = faults.count("io_uring_setup");
      takeOver(times++ % 2 == 0 ? second : first);
      assertThat(times).isLessThan(100_000);
    } while (faults.count("io_uring_setup") > rings);
    links.forEach(link -> link.far().write((byte) 1));
    for (Link link : links) {
      awaitEvents(first, link.near());
      assertThat(readNow(link.near(), 10)).containsExactly(1);
    }
  }

  @Test
  void wakesTheNextOwner() throws Exception {
    takeOver(first);
    for (int round = 0; round < ROUNDS; round++) {
      ExecutorService owner = round % 2 == 0 ? second : first;
      takeOver(owner);
      Thread waker = Thread.ofPlatform().start(poller::wake);
      run(owner, () -> assertThat(poller.await(-1)).isZero());
      waker.join();
    }
  }

  @Test
  void failedPollerLetsGoOfWhatWasUnderWay() throws Exception {
    takeOver(first);
    Link link = link();
    link.near().arm(READ, 10);
    run(first, this::submit);
    run(first, () -> poller.fail(new PollerException("told to")));
    leave(link.near());
    byte[] room = new byte[1];
    long start = System.nanoTime();
    while (link.far().transfer().tryRead(room, 0, 1) == NOT_READY) {
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      Thread.onSpinWait();
    }
  }
}
