// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/*
 * 12 bytes of signature; version and command; family and transport; two bytes of length of what
 * follows: the addresses of the family, and typed values of three bytes and more. All numbers have
 * their high byte first. The checksum covers everything, its own four bytes taken as zeros.
 *
 * A local header is for no client: what follows is skipped unread, as the protocol demands.
 */

/** Version 2: binary, with its length at the front. */
@SuppressWarnings("EnumOrdinal") // the order is the protocol's
final class ProxyBinary {
  static final byte FIRST = '\r';

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int FIXED_BYTES = 16;
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int UNSPEC = 0;
  private static final int INET = 1;
  private static final int INET6 = 2;
  private static final int UNIX = 3;
  private static final int TLV_BYTES = 3;
  private static final int MOST_ID_BYTES = 128;
  private static final int LEAST_SSL_BYTES = 5;

  private ProxyBinary() {}

  /** As {@link ProxyHeader#missing}. */
  static int missing(ByteBuffer bytes) throws ProxyProtocolException {
    int begin = bytes.position();
    int length = bytes.remaining();
    for (int i = 0; i < Math.min(length, SIGNATURE.length); i++) {
      if (bytes.get(begin + i) != SIGNATURE[i]) {
        throw new ProxyProtocolException(
            "byte 0x%02x at %d in the signature".formatted(bytes.get(begin + i), i));
      }
    }
    if (length > SIGNATURE.length) {
      ensureCommand(bytes.get(begin + SIGNATURE.length));
    }
    if (length < FIXED_BYTES) {
      return FIXED_BYTES - length;
    }
    return Math.max(0, FIXED_BYTES + following(bytes) - length);
  }

  private static void ensureCommand(byte both) throws ProxyProtocolException {
    int version = (both & 0xf0) >> 4;
    int command = both & 0x0f;
    if (version != VERSION) {
      throw new ProxyProtocolException("version " + version);
    }
    if (command > PROXY) {
      throw new ProxyProtocolException("command " + command);
    }
  }

  private static int following(ByteBuffer bytes) {
    return Short.toUnsignedInt(bytes.getShort(bytes.position() + FIXED_BYTES - 2));
  }

  /** Reads a header that is complete. */
  static ProxyHeader parse(ByteBuffer bytes) throws ProxyProtocolException {
    int length = FIXED_BYTES + following(bytes);
    byte[] whole = new byte[length];
    bytes.get(bytes.position(), whole);
    ProxyHeader header =
        (whole[SIGNATURE.length] & 0x0f) == LOCAL ? ProxyHeader.v2Local() : parse(whole);
    bytes.position(bytes.position() + length);
    return header;
  }

  private static ProxyHeader parse(byte[] whole) throws ProxyProtocolException {
    ByteBuffer rest = ByteBuffer.wrap(whole).position(FIXED_BYTES);
    int both = Byte.toUnsignedInt(whole[SIGNATURE.length + 1]);
    int family = both >> 4;
    ProxyHeader.Transport transport = transport(family, both & 0x0f);
    int size = ProxyAddresses.size(family);
    if (rest.remaining() < 2 * size + ProxyAddresses.portBytes(family)) {
      throw new ProxyProtocolException(
          "length " + rest.remaining() + " is too short for addresses of family " + family);
    }
    Optional<SocketAddress> source = Optional.empty();
    Optional<SocketAddress> destination = Optional.empty();
    switch (family) {
      case INET, INET6 -> {
        ByteBuffer ports = rest.slice(rest.position() + 2 * size, 4);
        source = Optional.of(ProxyAddresses.internet(rest, size, ports));
        destination = Optional.of(ProxyAddresses.internet(rest, size, ports));
        rest.position(rest.position() + 4);
      }
      case UNIX -> {
        source = Optional.of(ProxyAddresses.unix(rest));
        destination = Optional.of(ProxyAddresses.unix(rest));
      }
      default -> {} // unspecified: no addresses
    }
    List<ProxyTlv> tlvs = new ArrayList<>();
    boolean hasChecksum = readTlvs(rest, whole, tlvs);
    return new ProxyHeader(VERSION, false, transport, source, destination, tlvs, hasChecksum);
  }

  private static ProxyHeader.Transport transport(int family, int transport)
      throws ProxyProtocolException {
    boolean isSpecified = family >= INET && family <= UNIX && transport >= 1 && transport <= 2;
    if (!isSpecified && (family != UNSPEC || transport != 0)) {
      throw new ProxyProtocolException("family " + family + " with transport " + transport);
    }
    return ProxyHeader.Transport.values()[transport];
  }

  /** Collects the typed values; whether there is a checksum. */
  private static boolean readTlvs(ByteBuffer rest, byte[] whole, List<ProxyTlv> tlvs)
      throws ProxyProtocolException {
    boolean hasChecksum = false;
    while (rest.hasRemaining()) {
      if (rest.remaining() < TLV_BYTES) {
        throw new ProxyProtocolException(rest.remaining() + " bytes behind the typed values");
      }
      int type = Byte.toUnsignedInt(rest.get());
      int length = Short.toUnsignedInt(rest.getShort());
      if (length > rest.remaining()) {
        throw new ProxyProtocolException(
            "typed value 0x%02x of %d bytes, of which %d are there"
                .formatted(type, length, rest.remaining()));
      }
      int begin = rest.position();
      byte[] value = new byte[length];
      rest.get(value);
      ensureLength(type, length, hasChecksum);
      switch (type) {
        case ProxyTlv.CRC32C -> {
          ensureChecksum(whole, begin);
          hasChecksum = true;
        }
        case ProxyTlv.NOOP -> {}
        default -> tlvs.add(new ProxyTlv(type, value));
      }
    }
    return hasChecksum;
  }

  private static void ensureLength(int type, int length, boolean hasChecksum)
      throws ProxyProtocolException {
    boolean isRight =
        switch (type) {
          case ProxyTlv.CRC32C -> length == Integer.BYTES && !hasChecksum;
          case ProxyTlv.UNIQUE_ID -> length <= MOST_ID_BYTES;
          case ProxyTlv.SSL -> length >= LEAST_SSL_BYTES;
          default -> true;
        };
    if (!isRight) {
      throw new ProxyProtocolException(
          "typed value 0x%02x of %d bytes%s"
              .formatted(
                  type, length, type == ProxyTlv.CRC32C && hasChecksum ? ", for a 2nd time" : ""));
    }
  }

  private static void ensureChecksum(byte[] whole, int begin) throws ProxyProtocolException {
    int told = ByteBuffer.wrap(whole).getInt(begin);
    int computed = checksum(whole, begin);
    if (told != computed) {
      throw new ProxyProtocolException("checksum %08x, not %08x".formatted(told, computed));
    }
  }

  private static int checksum(byte[] whole, int begin) {
    CRC32C sum = new CRC32C();
    sum.update(whole, 0, begin);
    sum.update(new byte[Integer.BYTES]);
    sum.update(whole, begin + Integer.BYTES, whole.length - begin - Integer.BYTES);
    return (int) sum.getValue();
  }

  static byte[] write(ProxyHeader header) {
    int family = family(header);
    int following =
        2 * ProxyAddresses.size(family)
            + ProxyAddresses.portBytes(family)
            + header.tlvs().stream().mapToInt(tlv -> TLV_BYTES + tlv.length()).sum()
            + (header.hasChecksum() ? TLV_BYTES + Integer.BYTES : 0);
    if (following > ProxyTlv.MOST_BYTES) {
      throw new IllegalArgumentException("header with " + following + " bytes behind its length");
    }
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + following).put(SIGNATURE);
    bytes.put((byte) (VERSION << 4 | (header.isLocal() ? LOCAL : PROXY)));
    bytes.put((byte) (family << 4 | header.transport().ordinal()));
    bytes.putShort((short) following);
    if (header.source().isPresent()) {
      ProxyAddresses.write(
          bytes, family, header.source().get(), header.destination().orElseThrow());
    }
    for (ProxyTlv tlv : header.tlvs()) {
      bytes.put((byte) tlv.type()).putShort((short) tlv.length()).put(tlv.value());
    }
    if (header.hasChecksum()) {
      bytes.put((byte) ProxyTlv.CRC32C).putShort((short) Integer.BYTES);
      int begin = bytes.position();
      bytes.putInt(begin, checksum(bytes.array(), begin));
    }
    return bytes.array();
  }

  private static int family(ProxyHeader header) {
    if (header.source().isEmpty()) {
      return UNSPEC;
    }
    return header.source().get() instanceof InetSocketAddress from
            && header.destination().orElseThrow() instanceof InetSocketAddress to
        ? isV4(from) && isV4(to) ? INET : INET6
        : UNIX;
  }

  private static boolean isV4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }
}
