// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;

/** Polls that go on telling: of pipes, datagrams, records and listeners. */
class UringStayingPollsTest extends UringSuite {
  private static final int READABLE = Readiness.READABLE;
  private static final int WRITABLE = Readiness.WRITABLE;
  private static final int HANGUP = Readiness.HANGUP;
  private static final NativeAddress LOOPBACK =
      new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

  private final byte[] room = new byte[1 << 17];

  /** The near end is the one that is read from. */
  private Link pipe() {
    int[] two = new int[2];
    assertThat(descriptors.pipe(two)).isZero();
    return new Link(
        attach(opened(two[0]), DescriptorKind.PIPE), attach(opened(two[1]), DescriptorKind.PIPE));
  }

  private int read(End end) {
    return end.transfer().tryRead(room, 0, room.length);
  }

  /** Reads what there is, and asks for more, after what has been told was taken note of. */
  private void drain(End end) {
    end.events().take();
    while (read(end) > 0) {}
    end.arm(READ, room.length);
  }

  private NativeAddress bound(int descriptor) {
    assertThat(descriptors.bind(descriptor, LOOPBACK)).isZero();
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(descriptor, box)).isZero();
    return box.address();
  }

  // ---- what is told

  @Test
  void secondWaitNeedsNoSystemCall() throws Exception {
    settle();
    Link pipe = pipe();
    drain(pipe.near());
    submit();
    int calls = faults.count("io_uring_enter");
    for (int i = 0; i < 10; i++) {
      pipe.far().write((byte) i);
      awaitEvents(pipe.near(), READABLE);
      assertThat(read(pipe.near())).isOne();
      drain(pipe.near());
    }
    assertThat(faults.count("io_uring_enter") - calls).isZero();
  }

  @Test
  void writerOfAFullPipeIsToldEachTime() throws Exception {
    settle();
    Link pipe = pipe();
    for (int i = 0; i < 3; i++) {
      while (pipe.far().transfer().tryWrite(room, 0, room.length) != NOT_READY) {}
      pipe.far().arm(WRITE, 0);
      submit();
      pipe.far().events().take();
      drain(pipe.near());
      awaitEvents(pipe.far(), WRITABLE);
    }
  }

  @Test
  void readerIsToldOfTheEndThoughItAsksForNothing() throws Exception {
    settle();
    Link pipe = pipe();
    drain(pipe.near());
    submit();
    leave(pipe.far());
    awaitEvents(pipe.near(), READABLE | HANGUP);
    assertThat(read(pipe.near())).isZero();
  }

  @Test
  void datagramsAreToldWithoutBeingAskedAgain() throws Exception {
    settle();
    int descriptor = opened(descriptors.socket(Family.INET4, SocketType.DATAGRAM));
    NativeAddress address = bound(descriptor);
    End receiver = attach(descriptor, DescriptorKind.DATAGRAM);
    End sender =
        attach(
            opened(descriptors.socket(Family.INET4, SocketType.DATAGRAM)), DescriptorKind.DATAGRAM);
    receiver.arm(READ, 100);
    submit();
    ByteBuffer message = ByteBuffer.allocate(100);
    for (int i = 1; i < 10; i++) {
      assertThat(sender.transfer().trySend(message.clear().limit(i), address)).isNotNegative();
      awaitEvents(receiver, READABLE);
      receiver.events().take();
      NativeAddress.Box from = new NativeAddress.Box();
      assertThat(receiver.transfer().tryReceive(message.clear(), from)).isEqualTo(i);
      assertThat(receiver.transfer().tryReceive(message.clear(), from)).isEqualTo(NOT_READY);
    }
  }

  @Test
  void connectionsAreToldWithoutBeingAskedAgain() throws Exception {
    settle();
    int descriptor = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
    NativeAddress address = bound(descriptor);
    assertThat(descriptors.listen(descriptor, 10)).isZero();
    End listener = attach(descriptor, DescriptorKind.LISTENER);
    listener.arm(READ, 1);
    submit();
    for (int i = 0; i < 5; i++) {
      End client =
          attach(opened(descriptors.socket(Family.INET4, SocketType.STREAM)), DescriptorKind.TCP);
      assertThat(client.transfer().tryConnect(address)).isIn(0, NOT_READY);
      awaitEvents(listener, READABLE);
      listener.events().take();
      NativeAddress.Box peer = new NativeAddress.Box();
      int accepted = opened(listener.transfer().tryAccept(peer));
      assertThat(accepted).isNotNegative();
      assertThat(listener.transfer().tryAccept(peer)).isEqualTo(NOT_READY);
    }
  }

  @Test
  void whoExpectsMuchIsToldWhatHeAskedFor() throws Exception {
    settle();
    Link pipe = pipe();
    drain(pipe.near());
    submit();
    pipe.near().transfer().stream().expectMuch();
    pipe.far().write((byte) 1);
    awaitEvents(pipe.near(), READABLE);
    submit(); // the poll is given up, which may be told
    int count = pipe.near().events().count();
    for (int i = 0; i < 3; i++) {
      pipe.far().write((byte) 2);
      submit();
    }
    assertThat(pipe.near().events().count()).isEqualTo(count);
    for (int i = 0; i < 3; i++) {
      drain(pipe.near());
      pipe.far().write((byte) 3);
      awaitEvents(pipe.near(), READABLE);
    }
  }

  // ---- how they end

  @Test
  void moreThanTheRingHoldsAreAllToldAndAskedAgain() throws Exception {
    settle();
    Link pipe = pipe();
    List<End> watchers = new ArrayList<>();
    for (int i = 0; i < 2 * Ring.COMPLETIONS + 7; i++) {
      watchers.add(attach(pipe.near().transfer().descriptor(), DescriptorKind.PIPE));
    }
    for (int round = 0; round < 3; round++) {
      for (End watcher : watchers) {
        watcher.events().take();
        watcher.arm(READ, 1);
      }
      submit();
      assertThat(watchers).noneMatch(watcher -> watcher.isTold(READABLE));
      pipe.far().write((byte) round);
      for (End watcher : watchers) {
        awaitEvents(watcher, READABLE);
      }
      submit();
      assertThat(read(pipe.near())).isOne();
    }
  }

  @Test
  void theyAreGivenUpForAnotherThreadThatRunsThePoller() throws Exception {
    settle();
    Link pipe = pipe();
    drain(pipe.near());
    submit();
    assertThat(operation(pipe.near()).isStaying()).isTrue();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              pipe.far().write((byte) 1);
              awaitQuietly(pipe.near());
              awaitIdle(pipe.near());
            },
            command -> Thread.ofPlatform().start(command));
    while (!other.isDone()) {
      descriptors.available(pipe.near().transfer().descriptor()); // enters the kernel
    }
    other.join();
    submit(); // by this thread, which has to show anew that it stays
    drain(pipe.near());
    assertThat(operation(pipe.near()).isStaying()).isFalse();
    pipe.far().write((byte) 2);
    awaitEvents(pipe.near(), READABLE);
  }

  private static UringOperation operation(End end) {
    return ((UringTransfer) end.transfer()).operationOf(READ);
  }

  private void awaitQuietly(End end) {
    try {
      awaitEvents(end, READABLE);
    } catch (PollerException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitIdle(End end) {
    try {
      while (!operation(end).isIdle()) {
        poller.await(1_000_000);
        poller.dispatch();
      }
    } catch (PollerException e) {
      throw new AssertionError(e);
    }
  }

  /** The kernel ends them at the next wake-up, without looking. */
  @Test
  void theyOutliveTheThreadThatSubmittedThem() throws Exception {
    settle();
    for (int round = 0; round < 20; round++) {
      Link pipe = pipe();
      pipe.near().arm(READ, 1);
      Thread thread = Thread.ofPlatform().start(this::submitQuietly);
      thread.join();
      for (int i = 0; i < 3; i++) {
        pipe.far().write((byte) i);
        awaitEvents(pipe.near(), READABLE);
        assertThat(read(pipe.near())).isOne();
        drain(pipe.near());
      }
    }
  }

  private void submitQuietly() {
    try {
      settle();
    } catch (PollerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void deathOfTheRingIsToldToThoseWhoWaitAndTheyLeave() throws Exception {
    settle();
    List<Link> pipes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pipes.add(pipe());
      pipes.get(i).near().arm(READ, 1);
    }
    submit();
    PollerException cause = new PollerException("killed");
    poller.fail(cause);
    for (Link pipe : pipes) {
      assertThat(pipe.near().events().cause()).isSameAs(cause);
      leave(pipe.near());
      assertThat(pipe.far().transfer().tryWrite(room, 0, 1)).isEqualTo(-LinuxErrors.EPIPE);
      leave(pipe.far());
    }
  }

  @Test
  void peersSeeTheEndAtOnce() {
    var runner = startRunner();
    for (int round = 0; round < 200; round++) {
      Link pipe = pipe();
      pipe.near().arm(READ, 1);
      if (round % 2 == 0) {
        poller.wake(); // sooner or later submitted: before the end, or amidst
      }
      if (round % 3 == 0) {
        pipe.far().write((byte) 1);
      }
      leave(pipe.near());
      assertThat(pipe.far().transfer().tryWrite(room, 0, 1))
          .as("round %d", round)
          .isEqualTo(-LinuxErrors.EPIPE);
      leave(pipe.far());
    }
    stop(runner);
  }

  @Test
  void nobodyIsToldOfASuccessorWithTheSameNumber() {
    var runner = startRunner();
    int reused = 0;
    for (int round = 0; round < 200; round++) {
      Link before = pipe();
      before.near().arm(READ, 1);
      if (round % 2 == 0) {
        poller.wake();
      }
      leave(before.near());
      leave(before.far());
      Link after = pipe();
      reused +=
          after.near().transfer().descriptor() == before.near().transfer().descriptor() ? 1 : 0;
      int count = before.near().events().count();
      after.far().write((byte) 1);
      assertThat(read(after.near())).isOne();
      assertThat(before.near().events().count()).isEqualTo(count);
      leave(after.near());
      leave(after.far());
    }
    assertThat(reused).as("descriptor numbers are used again").isPositive();
    stop(runner);
  }

  @Test
  void noByteOfAWriterInAnotherThreadIsMissed() throws Exception {
    settle();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Link pipe = pipe();
    int total = 200_000;
    var writing = CompletableFuture.runAsync(() -> writeAll(pipe.far(), total, random));
    int moved = 0;
    while (moved < total) {
      int n = read(pipe.near());
      if (n == NOT_READY) {
        pipe.near().arm(READ, room.length);
        awaitEvents(pipe.near(), READABLE); // forever if one was missed
        pipe.near().events().take();
      } else {
        assertThat(n).as("seed %d", seed).isPositive();
        moved += n;
      }
    }
    writing.join();
    assertThat(moved).isEqualTo(total);
  }

  private static void writeAll(End end, int total, Random random) {
    byte[] bytes = new byte[64];
    for (int left = total; left > 0; ) {
      int n = end.transfer().tryWrite(bytes, 0, Math.min(left, 1 + random.nextInt(bytes.length)));
      left -= Math.max(n, 0);
      for (int i = random.nextInt(400); i > 0; i--) {
        Thread.onSpinWait();
      }
    }
  }
}
