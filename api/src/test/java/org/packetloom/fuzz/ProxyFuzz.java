// SPDX-License-Identifier: Apache-2.0
package org.packetloom.fuzz;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocolException;
import org.packetloom.proxy.ProxyTlv;

/** Any bytes begin with a PROXY header, which is written as it was read, or lack some, or fail. */
public final class ProxyFuzz {
  private ProxyFuzz() {}

  /** Where to start from: a header of each kind. */
  public static List<byte[]> seeds() {
    InetSocketAddress one = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 65_535);
    InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 443);
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/x.sock");
    ProxyTlv tlv = new ProxyTlv(0x02, "example.org".getBytes(StandardCharsets.US_ASCII));
    return List.of(
        ProxyHeader.v1(one, one).toBytes(),
        ProxyHeader.v1(six, six).toBytes(),
        ProxyHeader.v1Unknown().toBytes(),
        "PROXY UNKNOWN ffff:f...f:ffff 65535\r\n".getBytes(StandardCharsets.US_ASCII),
        ProxyHeader.v2(one, one).with(tlv).withChecksum().toBytes(),
        ProxyHeader.v2(six, six).with(tlv).toBytes(),
        ProxyHeader.v2(path, path).toBytes(),
        ProxyHeader.v2Local().toBytes());
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    ByteBuffer arrived = ByteBuffer.wrap(bytes);
    Optional<ProxyHeader> read;
    int missing;
    try {
      missing = ProxyHeader.missing(arrived);
      ensure(arrived.position() == 0, "asking moved the position");
      read = ProxyHeader.parse(arrived);
    } catch (ProxyProtocolException rejected) {
      ensure(arrived.position() == 0, "rejected, but taken");
      return;
    }
    ensure(read.isPresent() == (missing == 0), "missing " + missing + ", but " + read);
    ensure(read.isPresent() == arrived.position() > 0, "position " + arrived.position());
    read.ifPresent(header -> ensureSame(header, Arrays.copyOf(bytes, arrived.position())));
  }

  /** What is written of a header is read as the same header; a prefix of it lacks some. */
  private static void ensureSame(ProxyHeader header, byte[] original) {
    try {
      byte[] written = header.toBytes();
      ensure(ProxyHeader.parse(ByteBuffer.wrap(written)).equals(Optional.of(header)), "" + header);
      for (int length = 0; length < original.length; length++) {
        ByteBuffer prefix = ByteBuffer.wrap(original, 0, length);
        int missing = ProxyHeader.missing(prefix);
        ensure(missing >= 1 && missing <= original.length - length, "missing " + missing);
      }
    } catch (ProxyProtocolException e) {
      throw new AssertionError("a part of a header, or one of ours, is rejected: " + header, e);
    }
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
