// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

class DescriptorsTest {
  private static final Path FDINFO = Path.of("/proc/self/fdinfo");
  private static final Readiness DEAF =
      new Readiness() {
        @Override
        public void ready(int events) {}

        @Override
        public void failed(Throwable cause) {}
      };

  @TempDir Path folder;

  private final Platform platform;
  private final Descriptors descriptors;
  private final List<Integer> opened = new ArrayList<>();

  DescriptorsTest() throws Exception {
    platform = Platforms.current();
    descriptors = platform.descriptors();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(descriptor -> assertThat(descriptors.close(descriptor)).isZero());
  }

  @ParameterizedTest
  @EnumSource
  void socketsAreNonBlockingAndCloseOnExec(Family family) throws IOException {
    assertFlags(socket(family));
  }

  @Test
  void pairsAreNonBlockingAndCloseOnExec() throws IOException {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    assertFlags(opened(two[0]));
    assertFlags(opened(two[1]));
    assertThat(descriptors.pipe(two)).isZero();
    assertFlags(opened(two[0]));
    assertFlags(opened(two[1]));
  }

  @Test
  void acceptedSocketsAreNonBlockingAndCloseOnExec() throws Exception {
    int listener = listener(path("listener"));
    try (Poller poller = platform.pollers().getFirst().open()) {
      Transfer client = poller.attach(socket(Family.LOCAL), DescriptorKind.LOCAL_STREAM, DEAF);
      assertThat(client.tryConnect(path("listener"))).isZero();
      Transfer acceptor = poller.attach(listener, DescriptorKind.LISTENER, DEAF);
      assertFlags(opened(acceptor.tryAccept(new NativeAddress.Box())));
    }
  }

  @Test
  void pollersOpenNothingThatIsInherited() throws Exception {
    for (PollerFactory factory : platform.pollers()) {
      Set<Integer> before = openDescriptors();
      try (Poller _ = factory.open()) {
        Set<Integer> after = openDescriptors();
        after.removeAll(before);
        assertThat(after).as(factory.name()).isNotEmpty();
        for (int descriptor : after) {
          assertThat(flags(descriptor) & Constants.O_CLOEXEC).isNotZero();
        }
      }
    }
  }

  @Test
  void pollersLeaveNothingOpen() throws Exception {
    for (PollerFactory factory : platform.pollers()) {
      Set<Integer> before = openDescriptors();
      assertThat(factory.missing()).isEmpty();
      factory.open().close();
      Set<Integer> after = openDescriptors();
      after.removeAll(before);
      assertThat(after).as(factory.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
  void boundInternetAddressIsTold(String host) {
    InetAddress literal = InetAddress.ofLiteral(host);
    int descriptor = socket(host.contains(":") ? Family.INET6 : Family.INET4);
    var asked = new NativeAddress.Internet(new InetSocketAddress(literal, 0));
    int bound = descriptors.bind(descriptor, asked);
    assumeTrue(bound != -LinuxErrors.EADDRNOTAVAIL, "no address " + host);
    assertThat(bound).isZero();
    var told = (NativeAddress.Internet) localAddress(descriptor);
    assertThat(told.address().getAddress()).isEqualTo(literal);
    assertThat(told.address().getPort()).isPositive();
  }

  @Test
  void boundLocalNamesAreTold() {
    String unique = UUID.randomUUID().toString();
    List<NativeAddress> names =
        List.of(
            path("plain"),
            local("\0" + unique),
            local("\0" + unique + "\0\0"),
            local("\0" + "x".repeat(107 - unique.length()) + unique));
    for (NativeAddress name : names) {
      int descriptor = socket(Family.LOCAL);
      assertThat(descriptors.bind(descriptor, name)).isZero();
      assertThat(localAddress(descriptor)).isEqualTo(name);
    }
  }

  @Test
  void unnamedSocketsHaveAnEmptyName() {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    assertThat(localAddress(opened(two[0]))).isEqualTo(local(""));
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.peerAddress(opened(two[1]), box)).isZero();
    assertThat(box.address()).isEqualTo(local(""));
  }

  @Test
  void bindToNothingChoosesAnAbstractName() {
    int descriptor = socket(Family.LOCAL);
    assertThat(descriptors.bind(descriptor, local(""))).isZero();
    var name = (NativeAddress.Local) localAddress(descriptor);
    assertThat(name.name()).hasSizeGreaterThan(1).startsWith(0);
  }

  @Test
  void addressesThatFailSayWhy() {
    int descriptor = socket(Family.LOCAL);
    assertThat(descriptors.bind(descriptor, local("/" + "x".repeat(107))))
        .isEqualTo(-LinuxErrors.ENAMETOOLONG);
    assertThat(descriptors.bind(descriptor, path("missing/socket"))).isEqualTo(-LinuxErrors.ENOENT);
    listener(path("taken"));
    assertThat(descriptors.bind(descriptor, path("taken"))).isEqualTo(-LinuxErrors.EADDRINUSE);
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.peerAddress(descriptor, box)).isEqualTo(-LinuxErrors.ENOTCONN);
    assertThat(box.address()).isEqualTo(new NativeAddress.None());
  }

  @Test
  void shutdownEndsTheDirectionsAskedFor() throws Exception {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    try (Poller poller = platform.pollers().getFirst().open()) {
      Transfer first = poller.attach(opened(two[0]), DescriptorKind.LOCAL_STREAM, DEAF);
      Transfer second = poller.attach(opened(two[1]), DescriptorKind.LOCAL_STREAM, DEAF);
      byte[] bytes = new byte[4];
      assertThat(descriptors.shutdown(two[0], Transfer.WRITE)).isZero();
      assertThat(second.tryRead(bytes, 0, 4)).isZero();
      assertThat(second.tryWrite(bytes, 0, 4)).isEqualTo(4);
      assertThat(first.tryRead(bytes, 0, 4)).isEqualTo(4);
      assertThat(descriptors.shutdown(two[0], Transfer.READ)).isZero();
      assertThat(second.tryWrite(bytes, 0, 4)).isEqualTo(-LinuxErrors.EPIPE);
      assertThat(descriptors.shutdown(two[1], Transfer.READ | Transfer.WRITE)).isZero();
      assertThatThrownBy(() -> descriptors.shutdown(two[1], 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void availableCountsBytes() throws Exception {
    int[] two = new int[2];
    assertThat(descriptors.pipe(two)).isZero();
    try (Poller poller = platform.pollers().getFirst().open()) {
      Transfer writer = poller.attach(opened(two[1]), DescriptorKind.PIPE, DEAF);
      assertThat(descriptors.available(opened(two[0]))).isZero();
      assertThat(writer.tryWrite(new byte[123], 0, 123)).isEqualTo(123);
      assertThat(descriptors.available(two[0])).isEqualTo(123);
    }
  }

  @Test
  void closedDescriptorIsBad() {
    int descriptor = descriptors.socket(Family.INET4, SocketType.STREAM);
    assertThat(descriptors.close(descriptor)).isZero();
    assertThat(descriptors.close(-1)).isEqualTo(-LinuxErrors.EBADF);
    assertThat(descriptors.listen(-1, 1)).isEqualTo(-LinuxErrors.EBADF);
    assertThat(descriptors.available(-1)).isEqualTo(-LinuxErrors.EBADF);
  }

  private int socket(Family family) {
    int descriptor = descriptors.socket(family, SocketType.STREAM);
    assumeTrue(descriptor != -LinuxErrors.EAFNOSUPPORT, "no family " + family);
    return opened(descriptor);
  }

  private int listener(NativeAddress address) {
    int descriptor = socket(Family.LOCAL);
    assertThat(descriptors.bind(descriptor, address)).isZero();
    assertThat(descriptors.listen(descriptor, 10)).isZero();
    return descriptor;
  }

  private NativeAddress localAddress(int descriptor) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(descriptor, box)).isZero();
    return box.address();
  }

  private NativeAddress path(String name) {
    return local(folder.resolve(name).toString());
  }

  private static NativeAddress local(String name) {
    return new NativeAddress.Local(name.getBytes(StandardCharsets.UTF_8));
  }

  private int opened(int descriptor) {
    assertThat(descriptor).isNotNegative();
    opened.add(descriptor);
    return descriptor;
  }

  private static void assertFlags(int descriptor) throws IOException {
    int both = Constants.O_CLOEXEC | Constants.O_NONBLOCK;
    assertThat(flags(descriptor) & both).isEqualTo(both);
  }

  private static int flags(int descriptor) throws IOException {
    try (Stream<String> lines = Files.lines(FDINFO.resolve(Integer.toString(descriptor)))) {
      String flags = lines.filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
      return Integer.parseInt(flags.substring("flags:".length()).strip(), 8);
    }
  }

  /** Descriptors of sockets, pipes and pollers; other threads of the JVM may open files. */
  private static Set<Integer> openDescriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(DescriptorsTest::isNoFile)
          .map(path -> Integer.valueOf(path.getFileName().toString()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isNoFile(Path link) {
    try {
      return !Files.readSymbolicLink(link).toString().startsWith("/");
    } catch (IOException _) {
      return false; // closed meanwhile
    }
  }
}
