// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.security.SecureRandom;

/**
 * The secret that the issuer of connect tokens shares with the servers; incubating.
 *
 * <p>Immutable. {@link #toString} does not show it.
 */
public final class TokenKey {
  /** Bytes of a key. */
  public static final int SIZE = 32;

  private final byte[] bytes;

  private TokenKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Makes a new key.
   *
   * @return a random key
   */
  public static TokenKey generate() {
    var bytes = new byte[SIZE];
    new SecureRandom().nextBytes(bytes);
    return new TokenKey(bytes);
  }

  /**
   * A key that was kept.
   *
   * @param bytes what {@link #toBytes} gave
   * @return the key
   * @throws IllegalArgumentException if there are not 32
   */
  public static TokenKey of(byte[] bytes) {
    return new TokenKey(KeyBytes.copy("token key", bytes));
  }

  /**
   * The key, to be kept where nobody else reads it.
   *
   * @return a copy of its 32 bytes
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "a key of tokens";
  }
}
