// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;

/** Descriptors that are closed while requests are in flight, and rings that are closed. */
class UringEndsTest extends UringSuite {
  private static final int ROUNDS = 200;

  /** A quarter of the memory of 200 rings, each of which receives into 2 MiB. */
  private static final long MOST_KILOBYTES = 100 << 10;

  @Test
  void whatLeavesAfterTheEndOfTheRingDoesNotUseItsNumber() throws Exception {
    Link link = link();
    link.near().arm(READ, 100);
    submit();
    poller.close();
    int calls = faults.count("io_uring_register");
    link.near().transfer().deregister(false);
    link.far().transfer().deregister(false);
    assertThat(faults.count("io_uring_register")).isEqualTo(calls);
    poller = null;
  }

  @Test
  void noByteGoesToARequestOfAPredecessor() throws Exception {
    var runner = startRunner();
    int reused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Link before = link();
      before.near().arm(READ, 100);
      if (round % 3 == 0) {
        before.near().arm(WRITE, 0);
      }
      if (round % 2 == 0) {
        poller.wake(); // sooner or later submitted: before the end, or amidst
      }
      leave(before.near());
      leave(before.far());
      Link after = link();
      reused +=
          after.near().transfer().descriptor() == before.near().transfer().descriptor() ? 1 : 0;
      int count = before.near().events().count();
      after.far().write((byte) round);
      byte[] got = new byte[2];
      assertThat(after.near().transfer().tryRead(got, 0, 2)).isOne();
      assertThat(got[0]).isEqualTo((byte) round);
      assertThat(before.near().events().count()).isEqualTo(count);
      leave(after.near());
      leave(after.far());
    }
    assertThat(reused).as("descriptor numbers are used again").isPositive();
    stop(runner);
  }

  @Test
  void peersSeeTheEndAtOnce() {
    var runner = startRunner();
    byte[] room = new byte[10];
    for (int round = 0; round < ROUNDS; round++) {
      Link link = link();
      link.near().arm(READ, round % 2 * 100);
      link.near().arm(WRITE, 0);
      poller.wake();
      leave(link.near());
      assertThat(link.far().transfer().tryRead(room, 0, 10)).as("round %d", round).isZero();
      leave(link.far());
    }
    stop(runner);
  }

  @Test
  void addressOfAListenerIsFreeAtOnce() {
    var runner = startRunner();
    NativeAddress address =
        new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    for (int round = 0; round < ROUNDS; round++) {
      int descriptor = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
      assertThat(descriptors.bind(descriptor, address)).as("round %d", round).isZero();
      assertThat(descriptors.listen(descriptor, 5)).isZero();
      NativeAddress.Box box = new NativeAddress.Box();
      assertThat(descriptors.localAddress(descriptor, box)).isZero();
      address = box.address();
      End listener = attach(descriptor, DescriptorKind.LISTENER);
      listener.arm(READ, 0);
      poller.wake();
      leave(listener);
    }
    stop(runner);
  }

  /** With patience instead of a request to the kernel each would take seconds. */
  @Test
  void leavingNeedsNoRunner() throws Exception {
    for (int round = 0; round < 20; round++) {
      Link link = link();
      link.near().arm(READ, 100);
      link.far().arm(READ, 0);
      if (round % 2 == 0) {
        submit();
      }
      leave(link.near());
      leave(link.far());
    }
  }

  @Test
  void leavingNeedsNoRunnerThatLivesOn() throws Exception {
    for (int round = 0; round < 20; round++) {
      Link link = link();
      link.near().arm(READ, 100);
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      submit();
                    } catch (PollerException e) {
                      throw new AssertionError(e);
                    }
                  });
      other.join();
      leave(link.near());
      leave(link.far());
    }
  }

  @Test
  void writerWithoutRoomWhosePeerEndedItsWritingRests() throws Exception {
    Link link = link();
    byte[] bytes = new byte[1 << 16];
    while (link.near().transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
    assertThat(descriptors.shutdown(link.far().transfer().descriptor(), WRITE)).isZero();
    for (int round = 0; round < 3; round++) {
      link.near().events().take();
      link.near().arm(WRITE, 0);
      submit();
      int before = faults.count("io_uring_enter");
      long start = System.nanoTime();
      assertThat(poller.await(20_000_000)).isZero();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
      assertThat(faults.count("io_uring_enter") - before).as("system calls").isLessThan(10);
      assertThat(link.near().isTold(Readiness.WRITABLE)).isFalse();
      while (link.far().transfer().tryRead(bytes, 0, bytes.length) > 0) {}
      awaitEvents(link.near(), Readiness.WRITABLE);
      while (link.near().transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
    }
  }

  @Test
  void openingAndClosingLeavesNothing() throws Exception {
    factory().open().close();
    int before = openDescriptors();
    int maps = mappings();
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < 5 && least >= MOST_KILOBYTES; tries++) {
      long memory = virtualMemory();
      openAndCloseMany();
      least = Math.min(least, virtualMemory() - memory); // threads of the JVM may begin meanwhile
    }
    assertThat(openDescriptors()).isLessThanOrEqualTo(before);
    assertThat(mappings()).as("rings that are mapped").isEqualTo(maps);
    assertThat(least).as("more kB of memory").isLessThan(MOST_KILOBYTES);
  }

  private void openAndCloseMany() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (var other = factory().open()) {
        other.wake();
        assertThat(other.await(0)).isZero();
      }
    }
  }

  private static int openDescriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return (int) all.count();
    }
  }

  private static int mappings() throws IOException {
    return (int)
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains("io_uring"))
            .count();
  }

  private static long virtualMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmSize:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
