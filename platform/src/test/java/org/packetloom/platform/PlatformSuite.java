// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A poller for each test, and descriptors that are closed after it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class PlatformSuite {
  static final int READ = Transfer.READ;
  static final int WRITE = Transfer.WRITE;
  static final int NOT_READY = Transfer.NOT_READY;

  @TempDir Path folder;

  Platform platform;
  Descriptors descriptors;
  Poller poller;

  private final List<Integer> opened = new ArrayList<>();

  /** Makes the poller under test. */
  protected abstract Poller open(Platform platform) throws PollerException;

  /** The platform whose poller it is. */
  protected Platform platform() throws UnsupportedPlatformException {
    return Platforms.current();
  }

  @BeforeEach
  final void openPoller() throws Exception {
    platform = platform();
    descriptors = platform.descriptors();
    poller = open(platform);
  }

  @AfterEach
  final void closeAll() {
    if (poller == null) {
      return; // there is none of its name, which skipped the test
    }
    poller.close();
    for (int descriptor : opened) {
      assertThat(descriptors.close(descriptor)).isZero();
    }
  }

  /** A transfer and what it was told. */
  record Watched(Transfer transfer, Events events) {
    int descriptor() {
      return transfer.descriptor();
    }

    /** Asks for events of a direction, where that is needed. */
    Watched arm(int direction) {
      assertThat(transfer.arm(direction, 0)).isZero();
      return this;
    }

    Watched register() {
      assertThat(transfer.register()).isZero();
      return this;
    }

    void write(int... bytes) {
      byte[] source = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        source[i] = (byte) bytes[i];
      }
      assertThat(transfer.tryWrite(source, 0, source.length)).isEqualTo(source.length);
    }
  }

  /** Two ends of a connection; the first reads if only one can. */
  record Ends(Watched first, Watched second) {
    Ends register() {
      first.register();
      second.register();
      return this;
    }
  }

  final Watched attach(int descriptor, DescriptorKind kind) {
    Events events = new Events();
    return new Watched(poller.attach(descriptor, kind, events), events);
  }

  final Ends localPair() {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    return ends(two, DescriptorKind.LOCAL_STREAM);
  }

  final Ends pipe() {
    int[] two = new int[2];
    assertThat(descriptors.pipe(two)).isZero();
    return ends(two, DescriptorKind.PIPE);
  }

  final Ends tcpPair() {
    return tcpEnds().register();
  }

  /** Not registered yet. */
  final Ends tcpEnds() {
    Watched listener = listener(loopback(0));
    Watched client = socket(Family.INET4);
    NativeAddress address = localAddress(listener.descriptor());
    int connected = client.transfer().tryConnect(address);
    int accepted = accept(listener);
    while (connected == NOT_READY) {
      connected = client.transfer().tryConnect(address);
    }
    assertThat(connected).isZero();
    close(listener.descriptor());
    return new Ends(attach(opened(accepted), DescriptorKind.TCP), client);
  }

  final Watched listener(NativeAddress address) {
    Family family = address instanceof NativeAddress.Local ? Family.LOCAL : Family.INET4;
    int descriptor = opened(open(family));
    assertThat(descriptors.bind(descriptor, address)).isZero();
    assertThat(descriptors.listen(descriptor, 128)).isZero();
    return attach(descriptor, DescriptorKind.LISTENER);
  }

  /** A socket that is not connected yet. */
  final Watched socket(Family family) {
    boolean isLocal = family == Family.LOCAL;
    return attach(opened(open(family)), isLocal ? DescriptorKind.LOCAL_STREAM : DescriptorKind.TCP);
  }

  /** A stream socket; the test is skipped where the system has none of the family. */
  private int open(Family family) {
    int descriptor = descriptors.socket(family, SocketType.STREAM);
    if (family == Family.LOCAL && descriptor < 0) {
      ErrorKind kind = platform.errors().kind(-descriptor);
      assumeTrue(
          kind != ErrorKind.INVALID_ADDRESS,
          () -> "no Unix-domain sockets: " + platform.errors().name(-descriptor));
    }
    return descriptor;
  }

  final int accept(Watched listener) {
    NativeAddress.Box peer = new NativeAddress.Box();
    int accepted;
    do {
      accepted = listener.transfer().tryAccept(peer);
    } while (accepted == NOT_READY);
    assertThat(accepted).isNotNegative();
    return accepted;
  }

  final NativeAddress localAddress(int descriptor) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(descriptor, box)).isZero();
    return box.address();
  }

  static NativeAddress loopback(int port) {
    return new NativeAddress.Internet(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  final NativeAddress path(String name) {
    return new NativeAddress.Local(folder.resolve(name).toString().getBytes());
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

  final void leave(Watched watched) {
    watched.transfer().deregister(false);
    close(watched.descriptor());
  }

  final ErrorKind kind(int result) {
    assertThat(result).isNegative().isNotEqualTo(NOT_READY);
    return platform.errors().kind(-result);
  }

  /** Runs the poller until all of the events were told. */
  final void awaitEvents(Watched watched, int events) throws PollerException {
    while ((watched.events().gathered() & events) != events) {
      poller.await(-1);
      poller.dispatch();
    }
  }

  /** Runs the poller as long as it has events at once. */
  final void drain() throws PollerException {
    while (poller.await(0) > 0) {
      poller.dispatch();
    }
  }

  private Ends ends(int[] two, DescriptorKind kind) {
    return new Ends(attach(opened(two[0]), kind), attach(opened(two[1]), kind));
  }
}
