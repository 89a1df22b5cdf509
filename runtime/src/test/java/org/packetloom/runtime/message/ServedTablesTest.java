// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServedTablesTest {
  private static final ServerEndpoint SERVER = ServedWorld.perfect().server;
  private final SplittableRandom random = new SplittableRandom(11);

  private static ServedConnection connection(long id) {
    var origin = new ServedConnection.Origin(ServedWorld.address(1, 1), id, id, id);
    var seal = new ChecksumSeal(1);
    var agreed = new ServerAgreement.Agreed(seal, seal, new byte[0]);
    return new ServedConnection(SERVER, id, origin, agreed, null, new byte[0]);
  }

  @Test
  void idsAreFoundAsInAMap() {
    var ids = new ServedIds();
    var model = new HashMap<Long, ServedConnection>();
    var known = new ArrayList<Long>();
    for (int i = 0; i < 3000; i++) {
      if (known.size() < 300 || random.nextBoolean()) {
        // Few different homes, so that chains grow.
        long id = 1 + random.nextLong(40) + (random.nextLong() << 32);
        if (model.containsKey(id)) {
          continue;
        }
        var connection = connection(id);
        model.put(id, connection);
        ids.put(connection);
        known.add(id);
      } else {
        long id = known.remove(random.nextInt(known.size()));
        ids.remove(model.remove(id));
        assertThat(ids.get(id)).isNull();
      }
      if (i % 50 == 0) {
        model.forEach((id, connection) -> assertThat(ids.get(id)).isSameAs(connection));
      }
    }
    assertThat(ids.size()).isEqualTo(model.size());
  }

  @Test
  void deadlinesComeInOrder() {
    var deadlines = new ServedDeadlines();
    List<ServedConnection> all = new ArrayList<>();
    var model = new HashMap<ServedConnection, Long>();
    for (int i = 0; i < 200; i++) {
      all.add(connection(i + 1));
    }
    for (int round = 0; round < 5_000; round++) {
      var each = all.get(random.nextInt(all.size()));
      switch (random.nextInt(4)) {
        case 0 -> {
          deadlines.remove(each);
          model.remove(each);
        }
        case 1 -> {
          deadlines.set(each, Long.MAX_VALUE);
          model.remove(each);
        }
        default -> {
          long deadline = random.nextLong(1000) - 500;
          deadlines.set(each, deadline);
          model.put(each, deadline);
        }
      }
      long least = model.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
      if (deadlines.earliest() != least || deadlines.size() != model.size()) {
        assertThat(deadlines.earliest()).isEqualTo(least);
        assertThat(deadlines.size()).isEqualTo(model.size());
      }
    }
    long before = Long.MIN_VALUE;
    while (deadlines.size() > 0) {
      assertThat(deadlines.earliest()).isGreaterThanOrEqualTo(before);
      before = deadlines.earliest();
      deadlines.remove(deadlines.first());
    }
  }

  @Test
  void repliesComeInOrderUpToTheirBound() {
    var replies = new ReplyQueue();
    var into = ByteBuffer.allocate(100);
    int put = 0;
    int taken = 0;
    for (int round = 0; round < 200; round++) {
      for (int i = random.nextInt(60); i > 0; i--) {
        var datagram = ByteBuffer.allocate(8).putLong(0, put);
        if (!replies.add(datagram, ServedWorld.address(put, 7))) {
          assertThat(put - taken).isEqualTo(ReplyQueue.MOST);
          break;
        }
        put++;
      }
      for (int i = random.nextInt(30); i > 0 && !replies.isEmpty(); i--) {
        assertThat(replies.take(into.clear())).contains(ServedWorld.address(taken, 7));
        assertThat(into.flip().getLong()).isEqualTo(taken++);
      }
    }
    assertThat(put - taken).isGreaterThan(500);
  }

  @Test
  void cookiesAreForOneAddressNonceAndModeAndGoByThemselves() {
    long period = HandshakeCookies.PERIOD_NANOS;
    for (long start : new long[] {0, -3 * period, Long.MAX_VALUE / 2}) {
      var cookies = new HandshakeCookies(random, start);
      var packet = new byte[HandshakeWire.LEAST_OF_CLIENT];
      random.nextBytes(packet);
      var home = ServedWorld.address(1, 1);
      long cookie = cookies.make(home, packet, start);
      assertThat(cookies.isGenuine(cookie, home, packet, start + 2 * period - 1)).isTrue();
      assertThat(cookies.isGenuine(cookie, ServedWorld.address(1, 2), packet, start)).isFalse();
      assertThat(cookies.isGenuine(cookie, ServedWorld.address(2, 1), packet, start)).isFalse();
      for (int at = HandshakeWire.NONCE_AT; at <= HandshakeWire.MODE_AT; at++) {
        byte[] changed = packet.clone();
        changed[at] ^= 1;
        assertThat(cookies.isGenuine(cookie, home, changed, start)).isFalse();
      }
      assertThat(cookies.isGenuine(cookie, home, packet, start + 2 * period)).isFalse();
      long late = start + 100 * period + 5;
      assertThat(cookies.isGenuine(cookies.make(home, packet, late), home, packet, late)).isTrue();
    }
  }

  @Test
  void differentAddressesHaveDifferentBytes() {
    List<SocketAddress> addresses =
        List.of(
            new InetSocketAddress("10.0.0.1", 1),
            new InetSocketAddress("10.0.0.1", 2),
            new InetSocketAddress("10.0.0.2", 1),
            new InetSocketAddress("2001:db8::1", 1),
            new InetSocketAddress("2001:db8::2", 1),
            InetSocketAddress.createUnresolved("somewhere", 1),
            UnixDomainSocketAddress.of("/run/a"),
            UnixDomainSocketAddress.of("/run/b"));
    var seen = new ArrayList<ByteBuffer>();
    for (SocketAddress each : addresses) {
      var bytes = new byte[AddressBytes.MOST];
      int end = AddressBytes.put(each, bytes, 0);
      seen.add(ByteBuffer.wrap(bytes, 0, end));
    }
    assertThat(seen).doesNotHaveDuplicates();
    var first = new byte[AddressBytes.MOST];
    var second = new byte[AddressBytes.MOST];
    assertThat(AddressBytes.putOwner(addresses.get(0), first, 0)).isEqualTo(4);
    assertThat(AddressBytes.putOwner(addresses.get(3), first, 0)).isEqualTo(8);
    AddressBytes.putOwner(addresses.get(4), second, 0);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void limitsLetABurstAndThenTheRateThrough() {
    for (long start : new long[] {0, -5_000_000_000L, Long.MAX_VALUE / 2}) {
      var limits = new AddressLimits(10, random, start);
      var home = ServedWorld.address(3, 3);
      int taken = 0;
      while (limits.tryTake(home, start)) {
        taken++;
      }
      assertThat(taken).isEqualTo(20);
      assertThat(limits.tryTake(home, start + 99_999_999)).isFalse();
      assertThat(limits.tryTake(home, start + 100_000_000)).isTrue();
      assertThat(limits.tryTake(home, start + 100_000_000)).isFalse();
    }
  }
}
