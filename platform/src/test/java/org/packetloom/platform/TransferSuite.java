// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Transfer}: bytes, ends, failures, connections. */
abstract class TransferSuite extends PlatformSuite {
  private static final int[] SIZES = {
    1, 2, 4096, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200 << 10, 1 << 20
  };

  static Stream<Arguments> memories() {
    return Stream.of(Memory.values())
        .flatMap(from -> Stream.of(Memory.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("memories")
  void bytesArriveInOrderOverTcp(Memory from, Memory to) {
    Ends pair = tcpPair();
    for (int size : SIZES) {
      move(pair.second().transfer(), from, pair.first().transfer(), to, size);
    }
  }

  @ParameterizedTest
  @MethodSource("memories")
  void bytesArriveInOrderOverLocalSocket(Memory from, Memory to) {
    Ends pair = localPair().register();
    for (int size : SIZES) {
      move(pair.second().transfer(), from, pair.first().transfer(), to, size);
    }
  }

  @ParameterizedTest
  @MethodSource("memories")
  void bytesArriveInOrderOverPipe(Memory from, Memory to) {
    Ends pair = pipe().register();
    for (int size : SIZES) {
      move(pair.second().transfer(), from, pair.first().transfer(), to, size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readOfNothingIsNotReady(Memory memory) {
    Ends pair = localPair().register();
    assertThat(memory.read(pair.first().transfer(), new byte[10], 0)).isEqualTo(NOT_READY);
  }

  @ParameterizedTest
  @EnumSource
  void readAtTheEndIsZero(Memory memory) {
    Ends pair = localPair().register();
    pair.second().write(1, 2);
    leave(pair.second());
    assertThat(memory.read(pair.first().transfer(), new byte[300_000], 0)).isEqualTo(2);
    assertThat(memory.read(pair.first().transfer(), new byte[300_000], 0)).isZero();
    assertThat(memory.read(pair.first().transfer(), new byte[300_000], 0)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void readThatGetsLessLeavesNothing(Memory memory) {
    Ends pair = localPair().register();
    int size = 0;
    byte[] bytes = new byte[1000];
    // what a TCP connection sends at once, as the rest stays with the sender for a while
    boolean isUnix = localAddress(pair.first().descriptor()) instanceof NativeAddress.Local;
    int most = isUnix ? Integer.MAX_VALUE : 8;
    int n = 0;
    for (int i = 0; i < most && n != NOT_READY; i++) {
      size += n;
      n = pair.second().transfer().tryWrite(bytes, 0, 1000);
    }
    size += Math.max(n, 0);
    byte[] all = new byte[size + 1];
    assertThat(memory.read(pair.first().transfer(), all, 0)).isEqualTo(size);
    assertThat(memory.read(pair.first().transfer(), all, 0)).isEqualTo(NOT_READY);
  }

  @ParameterizedTest
  @EnumSource
  void writeToAFullPipeIsNotReady(Memory memory) {
    Ends pipe = pipe().register();
    byte[] bytes = new byte[1 << 20];
    int n = 0;
    while (n != NOT_READY) {
      n = memory.write(pipe.second().transfer(), bytes, 0);
      assertThat(n == NOT_READY || n > 0).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writeToAPeerThatLeftIsABrokenPipe(Memory memory) {
    Ends pipe = pipe().register();
    leave(pipe.first());
    int n = memory.write(pipe.second().transfer(), new byte[200_000], 0);
    assertThat(kind(n)).isEqualTo(ErrorKind.BROKEN_PIPE);
  }

  @ParameterizedTest
  @EnumSource
  void resetIsTold(Memory memory) throws Exception {
    Ends pair = tcpPair();
    assertThat(descriptors.setting(pair.second().descriptor(), SocketSetting.LINGER, 0)).isZero();
    leave(pair.second());
    pair.first().arm(READ);
    awaitEvents(pair.first(), Readiness.HANGUP);
    int n = memory.read(pair.first().transfer(), new byte[200_000], 0);
    assertThat(kind(n)).isEqualTo(ErrorKind.RESET);
  }

  @Test
  void vectorOfOneByteBuffersTravelsTogether() {
    Ends pair = tcpPair();
    ByteBuffer[] parts = new ByteBuffer[2000];
    byte[] expected = new byte[2000];
    new Random(7).nextBytes(expected);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = i % 2 == 0 ? ByteBuffer.allocate(1) : ByteBuffer.allocateDirect(1);
      parts[i].put(0, expected[i]);
    }
    assertThat(pair.second().transfer().tryWrite(parts, 0, parts.length)).isEqualTo(2000);
    byte[] got = new byte[2000];
    int n = 0;
    while (n < got.length) {
      n += Math.max(0, pair.first().transfer().tryRead(got, n, got.length - n));
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void bufferWhoseArenaIsClosedIsRejected() {
    Transfer writer = localPair().register().second().transfer();
    List<ByteBuffer> closed = new ArrayList<>();
    for (int size : new int[] {10, 100_000, 200_000}) {
      try (Arena arena = Arena.ofConfined()) {
        closed.add(arena.allocate(size).asByteBuffer());
      }
    }
    for (ByteBuffer buffer : closed) {
      ByteBuffer[] vector = {ByteBuffer.allocate(1), buffer};
      assertThatThrownBy(() -> writer.tryWrite(buffer)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.tryRead(buffer)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.tryWrite(vector, 0, 2))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /**
   * Whether it does no harm to arm what is ready, so that any short read may be taken for drained.
   */
  protected boolean looksWhenArmed() {
    return false;
  }

  /** Whether {@link Readiness#URGENT} is told, so that a short read means something for TCP. */
  protected boolean tellsUrgentData() {
    return true;
  }

  @Test
  void onlySomeKindsAreDrainedByAShortRead() {
    assertThat(tcpPair().first().transfer().isDrainedByShortRead()).isEqualTo(tellsUrgentData());
    assertThat(pipe().first().transfer().isDrainedByShortRead()).isTrue();
    assertThat(localPair().first().transfer().isDrainedByShortRead()).isEqualTo(looksWhenArmed());
    assertThat(listener(loopback(0)).transfer().isDrainedByShortRead()).isFalse();
  }

  @Test
  void nothingIsEverPendingInAReactor() {
    Transfer transfer = localPair().register().first().transfer();
    assertThat(transfer.cancel(READ)).isZero();
    assertThat(transfer.cancel(WRITE)).isZero();
  }

  @Test
  void acceptTellsThePeer() throws Exception {
    Watched listener = listener(loopback(0)).register();
    NativeAddress.Box peer = new NativeAddress.Box();
    assertThat(listener.transfer().tryAccept(peer)).isEqualTo(NOT_READY);
    assertThat(peer.address()).isEqualTo(new NativeAddress.None());
    Watched client = socket(Family.INET4);
    NativeAddress address = localAddress(listener.descriptor());
    int connected = client.transfer().tryConnect(address);
    client.register();
    while (connected == NOT_READY) {
      client.arm(WRITE);
      awaitEvents(client, Readiness.WRITABLE);
      connected = client.transfer().tryConnect(address);
    }
    assertThat(connected).isZero();
    int accepted = listener.transfer().tryAccept(peer);
    while (accepted == NOT_READY) {
      accepted = listener.transfer().tryAccept(peer);
    }
    opened(accepted);
    assertThat(peer.address()).isEqualTo(localAddress(client.descriptor()));
  }

  @Test
  void acceptFromAnUnnamedLocalPeerTellsAnEmptyName() {
    NativeAddress address = path("socket");
    Watched listener = listener(address).register();
    assertThat(socket(Family.LOCAL).transfer().tryConnect(address)).isZero();
    NativeAddress.Box peer = new NativeAddress.Box();
    opened(listener.transfer().tryAccept(peer));
    assertThat(peer.address()).isEqualTo(new NativeAddress.Local(new byte[0]));
  }

  @Test
  void connectWhereNobodyListensIsRefused() throws Exception {
    Watched bound = socket(Family.INET4);
    assertThat(descriptors.bind(bound.descriptor(), loopback(0))).isZero();
    NativeAddress address = localAddress(bound.descriptor());
    Watched client = socket(Family.INET4);
    int result = client.transfer().tryConnect(address);
    client.register();
    while (result == NOT_READY) {
      client.arm(WRITE);
      awaitEvents(client, Readiness.WRITABLE);
      client.events().take();
      result = client.transfer().tryConnect(address);
    }
    assertThat(kind(result)).isEqualTo(ErrorKind.REFUSED);
  }

  @Test
  void connectToAPathNamesTheFailure() {
    Transfer client = socket(Family.LOCAL).transfer();
    assertThat(kind(client.tryConnect(path("missing")))).isEqualTo(ErrorKind.MISSING);
    Watched bound = socket(Family.LOCAL);
    assertThat(descriptors.bind(bound.descriptor(), path("deaf"))).isZero();
    assertThat(kind(client.tryConnect(path("deaf")))).isEqualTo(ErrorKind.REFUSED);
    assertThat(kind(client.tryConnect(path("x".repeat(200))))).isEqualTo(ErrorKind.INVALID_ADDRESS);
    assertThat(kind(client.tryConnect(new NativeAddress.None())))
        .isEqualTo(ErrorKind.INVALID_ADDRESS);
  }

  @Test
  void connectThatIsAskedTooEarlyIsNotReady() {
    Watched listener = socket(Family.INET4);
    assertThat(descriptors.bind(listener.descriptor(), loopback(0))).isZero();
    assertThat(descriptors.listen(listener.descriptor(), 1)).isZero();
    NativeAddress address = localAddress(listener.descriptor());
    Transfer last = fillBacklog(address);
    for (int i = 0; i < 100; i++) {
      assertThat(last.tryConnect(address)).isEqualTo(NOT_READY);
    }
  }

  @Test
  void connectToAFullLocalBacklogIsBusyUntilThereIsSpace() throws Exception {
    NativeAddress address = path("busy");
    Watched listener = socket(Family.LOCAL);
    assertThat(descriptors.bind(listener.descriptor(), address)).isZero();
    assertThat(descriptors.listen(listener.descriptor(), 0)).isZero();
    assertThat(socket(Family.LOCAL).transfer().tryConnect(address)).isZero();
    Watched client = socket(Family.LOCAL);
    assertThat(kind(client.transfer().tryConnect(address))).isEqualTo(ErrorKind.BUSY);
    assertThat(kind(client.transfer().tryConnect(address))).isEqualTo(ErrorKind.BUSY);
    opened(accept(attach(listener.descriptor(), DescriptorKind.LISTENER)));
    assertThat(client.transfer().tryConnect(address)).isZero();
    client.register().arm(WRITE);
    awaitEvents(client, Readiness.WRITABLE);
  }

  @Test
  void connectOfAConnectedSocketFails() {
    Ends pair = localPair();
    NativeAddress address = path("listener");
    listener(address);
    assertThat(kind(pair.first().transfer().tryConnect(address))).isEqualTo(ErrorKind.OTHER);
  }

  /** Connects until one is left hanging, as the kernel drops what a full backlog cannot take. */
  private Transfer fillBacklog(NativeAddress address) {
    List<Watched> clients = new ArrayList<>();
    while (clients.size() < 10) {
      Watched client = socket(Family.INET4);
      clients.add(client);
      client.transfer().tryConnect(address);
    }
    return clients.getLast().transfer();
  }

  private static void move(Transfer writer, Memory from, Transfer reader, Memory to, int size) {
    byte[] sent = new byte[size];
    new Random(size).nextBytes(sent);
    byte[] got = new byte[size];
    int written = 0;
    int read = 0;
    while (read < size) {
      int n = written < size ? from.write(writer, sent, written) : NOT_READY;
      assertThat(n == NOT_READY || n > 0).as("written %d", n).isTrue();
      written += Math.max(n, 0);
      n = to.read(reader, got, read);
      assertThat(n == NOT_READY || n > 0).as("read %d", n).isTrue();
      read += Math.max(n, 0);
    }
    assertThat(got).isEqualTo(sent);
  }
}
