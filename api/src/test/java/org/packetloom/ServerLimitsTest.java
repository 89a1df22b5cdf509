// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.ServerTest.until;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.serving.PeerCounts;
import org.packetloom.serving.ServerLimits;

/** Who is a peer, and what becomes of connections beyond the limits. */
@Timeout(30)
class ServerLimitsTest {
  private static final String URI = "memory://a";
  private static final Duration SOON = Duration.ofMillis(20);

  private final FakeLoom loom = new FakeLoom();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Server.Builder server(Handler handler) {
    return loom.loom().server(handler).listen(URI).onFailure((_, failure) -> failures.add(failure));
  }

  private static void read(StreamConnector connection) throws IOException {
    connection.read(ByteBuffer.allocate(1));
  }

  private static Optional<Object> peer(String address) {
    return PeerCounts.peer(new InetSocketAddress(InetAddress.ofLiteral(address), 7));
  }

  @Test
  void connectionsAreLookedAtFourTimesWithinTheShortestTime() {
    assertThat(sweepNanos(0, 0, 0, 0)).isZero();
    assertThat(sweepNanos(0, 400_000_000, 0, 0)).isEqualTo(100_000_000);
    assertThat(sweepNanos(80_000_000, 400_000_000, 0, 200_000_000)).isEqualTo(20_000_000);
    assertThat(sweepNanos(400_000_000, 0, 0, 200_000_000)).isEqualTo(50_000_000);
    assertThat(sweepNanos(0, 0, 3, 0)).as("not more often").isEqualTo(1_000_000);
    assertThat(sweepNanos(0, 0, Long.MAX_VALUE, 0)).as("not less often").isEqualTo(1_000_000_000);
  }

  private static long sweepNanos(long firstByte, long idle, long total, long window) {
    return new ServerLimits(1, 0, firstByte, idle, total, 0, window, DescriptorShortage.WAIT)
        .sweepNanos();
  }

  @Test
  void peersAreAddressesOrPrefixes() {
    assertThat(peer("192.0.2.1")).isPresent().isEqualTo(peer("192.0.2.1"));
    assertThat(peer("192.0.2.1")).isNotEqualTo(peer("192.0.2.2"));
    assertThat(peer("2001:db8::1")).isEqualTo(peer("2001:db8::ffff:2"));
    assertThat(peer("2001:db8::1")).isNotEqualTo(peer("2001:db8:0:1::1"));
    assertThat(peer("fe80::1")).isNotEqualTo(peer("fe80::2"));
    assertThat(peer("::1")).isNotEqualTo(peer("::2"));
    assertThat(peer("::ffff:192.0.2.1")).isEqualTo(peer("192.0.2.1"));
    assertThat(PeerCounts.peer(UnixDomainSocketAddress.of(""))).isEmpty();
  }

  @Test
  void onePeerMayNotHaveMoreThanItsShare() throws Exception {
    var release = new Semaphore(0);
    try (Server server = server(_ -> release.acquire()).maxConnectionsPerPeer(2).start()) {
      FakeListener listener = loom.listener(URI);
      for (int port = 1; port <= 2; port++) {
        listener.deliver(new FakeStream().from("192.0.2.1", port));
      }
      FakeStream third = listener.deliver(new FakeStream().from("192.0.2.1", 3));
      FakeStream other = listener.deliver(new FakeStream().from("192.0.2.2", 3));
      FakeStream unnamed = listener.deliver();
      until(() -> server.activeConnections() == 4);

      assertThat(third.closes()).isEqualTo(1);
      assertThat(other.isOpen()).isTrue();
      assertThat(unnamed.isOpen()).isTrue();
      assertThat(server.acceptedConnections()).isEqualTo(4);
      assertThat(failures)
          .singleElement()
          .isInstanceOfSatisfying(
              ConnectionLimitException.class,
              e -> assertThat(e.limit()).isEqualTo(ConnectionLimit.PEER_CONNECTIONS));

      release.release(4);
      until(() -> server.activeConnections() == 0);
      listener.deliver(new FakeStream().from("192.0.2.1", 4));
      until(() -> server.acceptedConnections() == 5);
      release.release();
      assertThat(server.statistics().limited(ConnectionLimit.PEER_CONNECTIONS)).isEqualTo(1);
    }
  }

  @Test
  void placesOfAPeerAreLeftOnceAndForgotten() throws Exception {
    var counts = new PeerCounts(1);
    StreamConnector stream = new FakeStream().from("192.0.2.1", 1).connector();
    var limits = new ServerLimits(1, 1, 0, 0, 0, 0, 0, DescriptorShortage.WAIT);
    var first = counts.enter(stream, limits).orElseThrow();
    first.leave();
    var second = counts.enter(stream, limits).orElseThrow();
    first.leave();
    assertThat(counts.peers()).isEqualTo(1);
    second.leave();
    assertThat(counts.peers()).isZero();
  }

  /** A stream over a Unix-domain socket. */
  public static final class UserStream {
    private final long uid;

    UserStream(long uid) {
      this.uid = uid;
    }

    /** Whom the system vouches for. */
    public PeerCredentials peerCredentials() {
      return new PeerCredentials(1, uid, 1, List.of());
    }
  }

  @Test
  void peersAtUnixDomainSocketsAreUsers() throws Exception {
    var counts = new PeerCounts(1);
    var limits = new ServerLimits(1, 1, 0, 0, 0, 0, 0, DescriptorShortage.WAIT);
    StreamConnector first = Fake.of(LocalStreamConnector.class, new UserStream(1));
    StreamConnector second = Fake.of(LocalStreamConnector.class, new UserStream(1));
    StreamConnector other = Fake.of(LocalStreamConnector.class, new UserStream(2));
    assertThat(counts.enter(first, limits)).isPresent();
    assertThat(counts.enter(other, limits)).isPresent();
    assertThatThrownBy(() -> counts.enter(second, limits))
        .isInstanceOf(ConnectionLimitException.class)
        .hasMessageContaining("the peer has 1 connections already");
  }

  @Test
  void idleConnectionIsCutAndReportedOnce() throws Exception {
    Handler handler =
        c -> {
          try {
            read(c);
          } finally {
            until(() -> Thread.currentThread().isInterrupted());
          }
        };
    try (Server server = server(handler).idleTimeout(SOON).start()) {
      long before = System.nanoTime();
      FakeStream stream = loom.listener(URI).deliver();
      until(() -> server.failedConnections() == 1 && server.activeConnections() == 0);

      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SOON.toNanos());
      assertThat(stream.isOpen()).isFalse();
      assertThat(failures)
          .singleElement()
          .satisfies(
              e -> {
                assertThat(e).hasMessageContaining("no byte moved for 0.02 s");
                assertThat(((ConnectionLimitException) e).limit()).isEqualTo(ConnectionLimit.IDLE);
                assertThat(e.getSuppressed()).singleElement().isInstanceOf(IOException.class);
              });
      assertThat(server.statistics().limited())
          .containsEntry(ConnectionLimit.IDLE, 1L)
          .containsEntry(ConnectionLimit.RATE, 0L);
    }
  }

  @Test
  void drainObeysTheLimits() throws Exception {
    Server server = server(ServerLimitsTest::read).connectionDeadline(SOON).start();
    loom.listener(URI).deliver();
    until(() -> server.acceptedConnections() == 1);

    assertThat(server.drain(Deadline.after(Duration.ofHours(1)))).isZero();

    assertThat(server.statistics().limited(ConnectionLimit.DEADLINE)).isEqualTo(1);
    server.await();
    assertThat(loom.threads()).allSatisfy(Thread::join);
  }

  @Test
  void sweepEndsWithTheServer() throws Exception {
    Server server = server(ServerLimitsTest::read).idleTimeout(Duration.ofHours(1)).start();
    loom.listener(URI).deliver();
    until(() -> server.activeConnections() == 1);
    server.close();
    assertThat(loom.threads()).hasSize(3).allSatisfy(Thread::join);
    assertThat(failures).isEmpty();
  }

  @Test
  void sweepIsAQuarterOfTheShortestTimeWithinBounds() {
    assertThat(sweepMillis(0, 0)).isZero();
    assertThat(sweepMillis(400, 0)).isEqualTo(100);
    assertThat(sweepMillis(400, 200)).isEqualTo(50);
    assertThat(sweepMillis(1, 0)).isEqualTo(1);
    assertThat(sweepMillis(3_600_000, 0)).isEqualTo(1_000);
  }

  private static long sweepMillis(long firstByteMillis, long idleMillis) {
    var limits =
        new ServerLimits(
            1,
            0,
            firstByteMillis * 1_000_000,
            idleMillis * 1_000_000,
            0,
            0,
            0,
            DescriptorShortage.WAIT);
    return limits.sweepNanos() / 1_000_000;
  }

  @Test
  void impossibleLimitsAreRejected() {
    Server.Builder builder = server(_ -> {});
    Duration negative = Duration.ofMillis(-1);
    Map<String, Runnable> attempts =
        Map.of(
            "maxConnectionsPerPeer: 0", () -> builder.maxConnectionsPerPeer(0),
            "idleTimeout: PT-0.001S", () -> builder.idleTimeout(negative),
            "firstByteTimeout: PT-0.001S", () -> builder.firstByteTimeout(negative),
            "connectionDeadline: PT-0.001S", () -> builder.connectionDeadline(negative),
            "minimumRate: 0 over PT1S", () -> builder.minimumRate(0, Duration.ofSeconds(1)),
            "minimumRate: 1 over PT0S", () -> builder.minimumRate(1, Duration.ZERO),
            "reusePort: 0", () -> builder.reusePort(0),
            "reusePort: 1025", () -> builder.reusePort(1025));
    attempts.forEach(
        (message, attempt) ->
            assertThatIllegalArgumentException().isThrownBy(attempt::run).withMessage(message));
  }
}
