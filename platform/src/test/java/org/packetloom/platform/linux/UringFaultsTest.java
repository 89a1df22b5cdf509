// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFeature;
import org.packetloom.platform.Readiness;

/** What becomes of a ring that fails, and of requests that the system ends by itself. */
class UringFaultsTest extends UringSuite {
  private static final int FOR_GOOD = 1_000_000;

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EBADF, LinuxErrors.EINVAL, LinuxErrors.ENXIO})
  void ringThatIsBrokenFailsAndCanBeLeft(int errno) throws Exception {
    List<Link> links = links(3);
    links.get(0).near().arm(READ, 10);
    links.get(1).near().arm(READ, 0);
    submit();
    links.get(2).near().arm(READ, 10); // not submitted yet
    faults.fail("io_uring_enter", 1, FOR_GOOD, errno);
    String message = "io_uring_enter: " + platform.errors().name(errno);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> poller.await(-1))
          .isInstanceOf(PollerException.class)
          .hasMessage(message);
    }
    PollerException cause = new PollerException(message);
    poller.fail(cause);
    for (Link link : links) {
      assertThat(link.near().events().cause()).isSameAs(cause);
      assertThat(link.far().events().cause()).isSameAs(cause);
      assertThat(link.near().events().failures()).isOne();
    }
    links.getFirst().near().arm(READ, 10); // does nothing any more
    assertThat(links.getFirst().near().events().failures()).isOne();
    links.forEach(link -> leave(link.near()));
    links.forEach(link -> leave(link.far()));
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EINTR, LinuxErrors.EAGAIN, LinuxErrors.EBUSY, LinuxErrors.ETIME})
  void ringThatIsBusyGoesOn(int errno) throws Exception {
    Link link = link();
    faults.fail("io_uring_enter", 1, 20, errno);
    link.near().arm(READ, 10);
    link.far().write((byte) 5);
    assertThat(readFully(link.near(), 1)).containsExactly(5);
    faults.fail("io_uring_enter", 1, 20, errno);
    long start = System.nanoTime();
    assertThat(poller.await(3_000_000)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "io_uring_setup, EPERM",
    "io_uring_setup, ENOSYS",
    "io_uring_setup, ENOMEM",
    "wakeup, EMFILE",
    "io_uring_register, EINVAL",
    "mmap, ENOMEM"
  })
  void ringThatCannotBeOpenedNamesTheCall(String function, String error) {
    int errno = errno(error);
    int before = descriptors();
    for (int nth = 1; nth < 10; nth++) {
      int calls = faults.count(function);
      faults.fail(function, nth, errno);
      try {
        factory().open().close();
      } catch (PollerException e) {
        assertThat(e).hasMessageStartingWith(function + ": " + error);
        assertThat(descriptors()).isEqualTo(before);
        continue;
      }
      assertThat(faults.count(function) - calls).as("calls").isLessThan(nth);
      assertThat(nth).as("the first call was made").isGreaterThan(1);
      return;
    }
    throw new AssertionError("always fails");
  }

  @ParameterizedTest
  @CsvSource({
    "io_uring_setup, 1, 'io_uring_setup: EINVAL, without IORING_SETUP_CQSIZE (Linux 5.5)'",
    "io_uring_setup, 3, 'io_uring_setup: EINVAL, without IORING_SETUP_SUBMIT_ALL (Linux 5.18)'",
    "io_uring_setup, 4, 'io_uring_setup: EINVAL, without IORING_SETUP_COOP_TASKRUN (Linux 5.19)'",
    "io_uring_setup, 6, 'io_uring_setup: EINVAL'",
  })
  void kernelThatKnowsTooFewFlagsNamesTheFirstItLacks(String function, int nth, String reason) {
    int errno = errno("EINVAL");
    faults.fail(function, 1, errno); // all of them together
    faults.fail(function, 1 + nth, 100, errno); // and then one after the other
    assertThat(factory().missing()).contains(reason);
  }

  @Test
  void kernelThatCannotCancelAtOnceOrHasNoRingsOfBuffersNamesThat() {
    faults.fail("io_uring_register", 1, errno("EINVAL"));
    assertThat(factory().missing())
        .contains("io_uring_register: EINVAL, without IORING_REGISTER_SYNC_CANCEL (Linux 6.0)");
    faults.fail("io_uring_register", 2, errno("EINVAL"));
    assertThat(factory().missing())
        .contains("io_uring_register: EINVAL, without IORING_REGISTER_PBUF_RING (Linux 5.19)");
    assertThat(factory().missing()).isEmpty();
  }

  @Test
  void featuresThatAKernelDoesNotTellAreNamed() {
    assertThat(UringFeatures.lacking(0xff)).isEqualTo("IORING_FEAT_EXT_ARG (Linux 5.11)");
    assertThat(UringFeatures.lacking(-1)).isEmpty();
  }

  @Test
  void eachFeatureIsLookedForByItself() {
    int before = descriptors();
    List<PollerFeature> all = factory().features();
    assertThat(all)
        .hasSize(14)
        .filteredOn(each -> each.since().compareTo("Linux 6.1") < 0)
        .allMatch(PollerFeature::isThere);
    int errno = errno("EINVAL");
    for (int i = 0; i < 5; i++) { // flags; the first ring has none
      faults.fail("io_uring_setup", 2 + i, errno);
      assertThat(lacking()).as("ring %d", i).startsWith(all.get(4 + i).name());
    }
    faults.fail("io_uring_setup", 7, errno);
    assertThat(lacking())
        .startsWith("IORING_SETUP_SINGLE_ISSUER", "IORING_SETUP_DEFER_TASKRUN"); // needs the other
    faults.fail("io_uring_register", 1, errno);
    assertThat(lacking()).containsExactly("IORING_REGISTER_PBUF_RING");
    faults.fail("io_uring_register", 2, errno);
    assertThat(lacking()).containsExactly("IORING_REGISTER_SYNC_CANCEL");
    faults.fail("io_uring_setup", 1, errno("EPERM"));
    assertThat(factory().features()).isEmpty();
    assertThat(lacking()).isEmpty();
    assertThat(descriptors()).isEqualTo(before);
  }

  private List<String> lacking() {
    return factory().features().stream()
        .filter(each -> !each.isThere())
        .map(PollerFeature::name)
        .toList();
  }

  private int errno(String name) {
    for (int errno = 1; errno < 200; errno++) {
      if (name.equals(platform.errors().name(errno))) {
        return errno;
      }
    }
    throw new AssertionError(name);
  }

  private static int descriptors() {
    return java.util.Objects.requireNonNull(new java.io.File("/proc/self/fd").list()).length;
  }

  /** The kernel ends what a thread has submitted when the thread ends. */
  @Test
  void requestsOutliveTheThreadThatSubmittedThem() throws Exception {
    for (int round = 0; round < 20; round++) {
      Link bytes = link();
      Link readiness = link();
      bytes.near().arm(READ, 10);
      readiness.near().arm(READ, 0);
      inThread(this::submit);
      bytes.far().write((byte) 1, (byte) 2);
      readiness.far().write((byte) 3);
      assertThat(readFully(bytes.near(), 2)).containsExactly(1, 2);
      assertThat(readFully(readiness.near(), 1)).containsExactly(3);
    }
  }

  /** So it does with the request that lets others end a wait. */
  @Test
  void wakeOutlivesTheThreadThatSubmittedIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      inThread(this::submit);
      Thread waker = Thread.ofPlatform().start(poller::wake);
      assertThat(poller.await(-1)).isZero();
      waker.join();
      Link link = link();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    link.near().arm(READ, 10); // has to reach a runner that waits
                    link.far().write((byte) 1);
                  });
      awaitEvents(link.near(), Readiness.READABLE);
      writer.join();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void inThread(Action action) throws Exception {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    action.run();
                  } catch (Throwable e) {
                    thrown[0] = e;
                  }
                });
    thread.join();
    assertThat(thrown[0]).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {ReceiveBuffers.SIZE, ReceiveBuffers.SIZE / 2})
  void errorBehindReceivedBytesIsToldByTheNextRead(int size) throws Exception {
    Link link = link();
    byte[] room = new byte[2 * ReceiveBuffers.SIZE];
    link.near().arm(READ, room.length);
    submit();
    link.far().write(bytes(1, size));
    awaitEvents(link.near(), Readiness.READABLE);
    faults.fail("read", 1, LinuxErrors.ECONNRESET);
    int n = link.near().transfer().tryRead(room, 0, room.length);
    assertThat(n).isEqualTo(size);
    boolean isAsked = !link.near().transfer().isDrainedByShortRead();
    if (!isAsked) {
      link.near().events().take();
      link.near().arm(READ, room.length); // as one does who takes it for drained
      link.far().write((byte) 1);
      awaitEvents(link.near(), Readiness.READABLE);
    }
    int expected = size < ReceiveBuffers.SIZE ? 1 : -LinuxErrors.ECONNRESET;
    assertThat(link.near().transfer().tryRead(room, 0, 1)).isEqualTo(expected);
  }
}
