// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import org.packetloom.AbstractSocketAddress;

/** Addresses as they lie in headers of version 2. */
final class ProxyAddresses {
  private static final int[] SIZES = {0, 4, 16, 108};
  private static final int UNIX = 3;
  private static final int PORT_BYTES = 4;

  private ProxyAddresses() {}

  /** Bytes of one address of a family, without its port. */
  static int size(int family) {
    return SIZES[family];
  }

  /** Bytes of both ports. */
  static int portBytes(int family) {
    return family == 0 || family == UNIX ? 0 : PORT_BYTES;
  }

  /** The next address and the next port. */
  static InetSocketAddress internet(ByteBuffer addresses, int size, ByteBuffer ports) {
    byte[] raw = new byte[size];
    addresses.get(raw);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(raw), Short.toUnsignedInt(ports.getShort()));
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes", e);
    }
  }

  /**
   * The next path or name. It ends at a zero, or with its field; one that begins with a zero is a
   * name of the abstract namespace, and zeros at its end are taken for padding.
   */
  static SocketAddress unix(ByteBuffer addresses) throws ProxyProtocolException {
    byte[] raw = new byte[SIZES[UNIX]];
    addresses.get(raw);
    if (raw[0] == 0) {
      int end = raw.length;
      while (end > 1 && raw[end - 1] == 0) {
        end--;
      }
      return end == 1
          ? UnixDomainSocketAddress.of("")
          : AbstractSocketAddress.of(Arrays.copyOfRange(raw, 1, end));
    }
    int end = 0;
    while (end < raw.length && raw[end] != 0) {
      end++;
    }
    try {
      String path =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, 0, end)).toString();
      return UnixDomainSocketAddress.of(path);
    } catch (CharacterCodingException | InvalidPathException _) {
      throw new ProxyProtocolException("a path that is no text");
    }
  }

  static void write(ByteBuffer bytes, int family, SocketAddress source, SocketAddress target) {
    if (family == UNIX) {
      put(bytes, source);
      put(bytes, target);
      return;
    }
    InetSocketAddress from = (InetSocketAddress) source;
    InetSocketAddress to = (InetSocketAddress) target;
    bytes.put(raw(from.getAddress(), family)).put(raw(to.getAddress(), family));
    bytes.putShort((short) from.getPort()).putShort((short) to.getPort());
  }

  private static byte[] raw(InetAddress address, int family) {
    byte[] raw = address.getAddress();
    if (raw.length == SIZES[family]) {
      return raw;
    }
    assert address instanceof Inet4Address : address;
    byte[] mapped = new byte[SIZES[family]];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(raw, 0, mapped, 12, raw.length);
    return mapped;
  }

  private static void put(ByteBuffer bytes, SocketAddress address) {
    byte[] raw =
        address instanceof AbstractSocketAddress named
            ? withZero(named.name())
            : ((UnixDomainSocketAddress) address)
                .getPath()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    if (raw.length > SIZES[UNIX]) {
      throw new IllegalArgumentException(
          "address of " + raw.length + " bytes, " + SIZES[UNIX] + " fit: " + address);
    }
    bytes.put(Arrays.copyOf(raw, SIZES[UNIX]));
  }

  private static byte[] withZero(byte[] name) {
    byte[] raw = new byte[name.length + 1];
    System.arraycopy(name, 0, raw, 1, name.length);
    return raw;
  }
}
