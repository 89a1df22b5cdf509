// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public key of a server, X25519 (RFC 7748); incubating.
 *
 * <p>Immutable. Two are equal if their bytes are.
 */
public final class PublicServerKey {
  private final byte[] bytes;

  private PublicServerKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A key from its bytes.
   *
   * @param bytes 32, as RFC 7748 encodes them
   * @return the key
   * @throws IllegalArgumentException if there are not 32
   */
  public static PublicServerKey of(byte[] bytes) {
    return new PublicServerKey(KeyBytes.copy("public key", bytes));
  }

  /**
   * Its bytes.
   *
   * @return a copy, 32
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicServerKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
