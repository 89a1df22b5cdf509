// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** A poller of the kind io_uring for each test, over calls that can be made to fail. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class UringSuite {
  static final int READ = Transfer.READ;
  static final int WRITE = Transfer.WRITE;
  static final int NOT_READY = Transfer.NOT_READY;
  static final int MORE_THAN_BUFFERS = ReceiveBuffers.COUNT + 88;

  final FaultySystemCalls faults = FaultySystemCalls.open();
  final Platform platform = faults.platform();
  final Descriptors descriptors = platform.descriptors();

  private final List<Integer> opened = new ArrayList<>();
  private volatile boolean isOver;

  /** Set before each test. */
  Poller poller;

  @BeforeEach
  final void openPoller() throws Exception {
    Optional<String> missing = factory().missing();
    assumeTrue(missing.isEmpty(), () -> "io_uring: " + missing.orElseThrow());
    poller = open();
  }

  Poller open() throws PollerException {
    return factory().open();
  }

  @AfterEach
  final void closeAll() {
    if (poller != null) {
      poller.close();
    }
    opened.forEach(descriptors::close);
  }

  final PollerFactory factory() {
    return platform.pollers().stream()
        .filter(factory -> factory.name().equals(UringPoller.NAME))
        .findFirst()
        .orElseThrow();
  }

  /** Runs the poller in another thread until it is told to {@link #stop}. */
  final CompletableFuture<Void> startRunner() {
    return CompletableFuture.runAsync(this::run, Thread.ofPlatform().name("runner")::start);
  }

  private void run() {
    try {
      while (!isOver) {
        poller.await(-1);
        poller.dispatch();
      }
    } catch (PollerException e) {
      throw new AssertionError(e);
    }
  }

  final void stop(CompletableFuture<Void> runner) {
    isOver = true;
    poller.wake();
    runner.join();
  }

  /** A registered transfer and what it was told. */
  record End(Transfer transfer, Events events) {
    void arm(int direction, int most) {
      assertThat(transfer.arm(direction, most)).isZero();
    }

    /** Writes all at once, past the poller. */
    void write(byte... bytes) {
      assertThat(transfer.tryWrite(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }

    boolean isTold(int events) {
      return (events().gathered() & events) == events;
    }
  }

  /** Two ends of a connection. */
  record Link(End near, End far) {}

  final End attach(int descriptor, DescriptorKind kind) {
    Events events = new Events();
    End end = new End(poller.attach(descriptor, kind, events), events);
    assertThat(end.transfer().register()).isZero();
    return end;
  }

  final Link link() {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    return new Link(
        attach(opened(two[0]), DescriptorKind.LOCAL_STREAM),
        attach(opened(two[1]), DescriptorKind.LOCAL_STREAM));
  }

  final List<Link> links(int count) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      links.add(link());
    }
    return links;
  }

  /**
   * Two ends of a connection over the loopback device; what the far one writes is there at once.
   */
  final Link tcpLink() {
    NativeAddress any =
        new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    int listener = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
    assertThat(descriptors.bind(listener, any)).isZero();
    assertThat(descriptors.listen(listener, 5)).isZero();
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(listener, box)).isZero();
    int client = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
    assertThat(descriptors.setting(client, SocketSetting.NO_DELAY, 1)).isZero();
    End far = attach(client, DescriptorKind.TCP);
    assertThat(far.transfer().tryConnect(box.address())).isIn(0, NOT_READY);
    Transfer accepting = poller.attach(listener, DescriptorKind.LISTENER, new Events());
    int accepted;
    do {
      accepted = accepting.tryAccept(new NativeAddress.Box());
    } while (accepted == NOT_READY);
    close(listener);
    return new Link(attach(opened(accepted), DescriptorKind.TCP), far);
  }

  /** Has a descriptor closed after the test. */
  final int opened(int descriptor) {
    assertThat(descriptor).isNotNegative();
    opened.add(descriptor);
    return descriptor;
  }

  final void close(int descriptor) {
    assertThat(opened.remove((Integer) descriptor)).isTrue();
    assertThat(descriptors.close(descriptor)).isZero();
  }

  final void leave(End end) {
    end.transfer().deregister(false);
    close(end.transfer().descriptor());
  }

  /** Lets the ring have what was armed, and tells what has come by then. */
  final void submit() throws PollerException {
    do {
      poller.await(0);
      poller.dispatch();
    } while (poller.hasEvents());
  }

  /** Has the calling thread taken for the one that goes on running the poller: polls may stay. */
  final void settle() throws PollerException {
    for (int i = 0; i < 100; i++) {
      poller.await(0);
      poller.dispatch();
    }
  }

  /** Runs the poller until an end was told of events. */
  final void awaitEvents(End end, int events) throws PollerException {
    while (!end.isTold(events)) {
      poller.await(-1);
      poller.dispatch();
    }
  }

  /** Bytes that differ from those of other numbers. */
  static byte[] bytes(int number, int count) {
    byte[] bytes = new byte[count];
    new Random(number * 31L + count).nextBytes(bytes);
    return bytes;
  }

  /** Reads until so many bytes came, running the poller between. */
  final byte[] readFully(End end, int count) throws PollerException {
    byte[] all = new byte[count];
    int moved = 0;
    while (moved < count) {
      int n = end.transfer().tryRead(all, moved, count - moved);
      if (n == NOT_READY) {
        end.events().take();
        end.arm(READ, count - moved);
        awaitEvents(end, Readiness.READABLE);
      } else {
        assertThat(n).isPositive();
        moved += n;
      }
    }
    return all;
  }

  /** One that was lost would be missing, and one that came back twice would be there twice. */
  final void assertEachBufferIsThereOnce() throws PollerException {
    int before = faults.count("read");
    List<Link> links = links(MORE_THAN_BUFFERS);
    links.forEach(link -> link.near().arm(READ, 9));
    submit();
    for (int i = 0; i < links.size(); i++) {
      links.get(i).far().write(bytes(i, 9));
    }
    for (Link link : links) {
      awaitEvents(link.near(), Readiness.READABLE);
    }
    for (int i = 0; i < links.size(); i++) {
      assertThat(readFully(links.get(i).near(), 9)).isEqualTo(bytes(i, 9));
    }
    assertThat(faults.count("read") - before).isEqualTo(MORE_THAN_BUFFERS - ReceiveBuffers.COUNT);
  }
}
