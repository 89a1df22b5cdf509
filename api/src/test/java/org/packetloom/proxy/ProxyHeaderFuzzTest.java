// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.suite.Seed;

/** What must hold for any header, and for any bytes. */
class ProxyHeaderFuzzTest {
  private static final int ROUNDS = 1_000;

  private final Random random = Seed.random();

  private static InetSocketAddress internet(Random random) {
    byte[] raw = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(raw);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(raw), random.nextInt(0x10000));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static SocketAddress unix(Random random) {
    String name = "n".repeat(random.nextInt(100));
    return random.nextBoolean() || name.isEmpty()
        ? UnixDomainSocketAddress.of(name.isEmpty() ? "" : "/" + name)
        : AbstractSocketAddress.of(name.getBytes(StandardCharsets.US_ASCII));
  }

  private ProxyHeader header() {
    ProxyHeader header =
        switch (random.nextInt(6)) {
          case 0 -> ProxyHeader.v1Unknown();
          case 1 -> ProxyHeader.v1(internet(random), internet(random));
          case 2 -> ProxyHeader.v2Local();
          case 3 -> ProxyHeader.v2(unix(random), unix(random));
          default -> ProxyHeader.v2(internet(random), internet(random));
        };
    if (header.version() == 1 || header.isLocal()) {
      return header;
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] value = new byte[random.nextInt(100)];
      random.nextBytes(value);
      header = header.with(new ProxyTlv(0xe0 + random.nextInt(32), value));
    }
    return random.nextBoolean() ? header.withChecksum() : header;
  }

  @Test
  void whatIsWrittenIsReadInAnyPieces() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ProxyHeader header = header();
      byte[] bytes = header.toBytes();
      ByteBuffer arrived = ByteBuffer.allocate(bytes.length + 100);
      arrived.put(bytes, 0, bytes.length).limit(0).position(0);
      Optional<ProxyHeader> read = Optional.empty();
      while (read.isEmpty()) {
        int missing = ProxyHeader.missing(arrived);
        int left = bytes.length - arrived.limit();
        assertThat(missing).isBetween(1, left);
        arrived.limit(arrived.limit() + 1 + random.nextInt(left));
        read = ProxyHeader.parse(arrived);
        assertThat(arrived.position()).isEqualTo(read.isEmpty() ? 0 : bytes.length);
      }
      assertThat(read).hasValue(header);
    }
  }

  @Test
  void askingForWhatIsMissingNeverTakesMoreThanTheHeader() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ProxyHeader header = header();
      byte[] bytes = header.toBytes();
      ByteBuffer arrived = ByteBuffer.wrap(bytes).limit(0);
      int steps = 0;
      for (int missing = ProxyHeader.missing(arrived); missing > 0; steps++) {
        arrived.limit(arrived.limit() + missing); // throws if that is more than there is
        missing = ProxyHeader.missing(arrived);
      }
      assertThat(arrived.limit()).isEqualTo(bytes.length);
      assertThat(steps).isLessThan(bytes.length);
      assertThat(ProxyHeader.parse(arrived)).hasValue(header);
    }
  }

  @Test
  void anyBytesAreAHeaderOrLackSomeOrAreRejected() {
    for (int round = 0; round < 10 * ROUNDS; round++) {
      byte[] bytes = header().toBytes();
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuffer arrived = ByteBuffer.wrap(bytes).limit(random.nextInt(bytes.length + 1));
      try {
        Optional<ProxyHeader> header = ProxyHeader.parse(arrived);
        assertThat(header.isPresent()).isEqualTo(arrived.position() > 0);
      } catch (ProxyProtocolException rejected) {
        assertThat(arrived.position()).isZero();
      }
    }
  }
}
