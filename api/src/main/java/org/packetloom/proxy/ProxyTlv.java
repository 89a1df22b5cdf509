// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One of the typed values that a header of version 2 may carry; unknown types are kept as they are.
 *
 * @param type 0 to 255
 * @param value up to 65 535 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // it is copied and compared by content
public record ProxyTlv(int type, byte[] value) {
  /** The protocol spoken above: a name of the ALPN registry. */
  public static final int ALPN = 0x01;

  /** The host name that the client asked for. */
  public static final int AUTHORITY = 0x02;

  /** A checksum of the header; checked and taken out when a header is read. */
  public static final int CRC32C = 0x03;

  /** Padding; taken out when a header is read. */
  public static final int NOOP = 0x04;

  /** An identity of the connection, up to 128 bytes. */
  public static final int UNIQUE_ID = 0x05;

  /** What is known of the client's TLS connection. */
  public static final int SSL = 0x20;

  /** The name of the network namespace. */
  public static final int NETNS = 0x30;

  static final int MOST_BYTES = 0xffff;

  /**
   * Copies the value.
   *
   * @throws IllegalArgumentException if type or length is out of range
   */
  public ProxyTlv {
    if (type < 0 || type > 0xff) {
      throw new IllegalArgumentException("type: " + type);
    }
    if (value.length > MOST_BYTES) {
      throw new IllegalArgumentException("value: " + value.length + " bytes");
    }
    value = value.clone();
  }

  /**
   * A value that is a text.
   *
   * @param type 0 to 255
   * @param text is encoded as UTF-8
   * @return the typed value
   */
  public static ProxyTlv of(int type, String text) {
    return new ProxyTlv(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The value.
   *
   * @return a copy
   */
  @Override
  public byte[] value() {
    return value.clone();
  }

  /**
   * The value read as UTF-8.
   *
   * @return the text, with U+FFFD for what is none
   */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  int length() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProxyTlv that && type == that.type && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "0x%02x=%s".formatted(type, HexFormat.of().formatHex(value));
  }
}
