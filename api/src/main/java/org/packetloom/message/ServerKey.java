// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.security.SecureRandom;

/**
 * The private key of a server, X25519 (RFC 7748), by which clients know it; incubating.
 *
 * <p>Immutable. {@link #toString} shows the public key alone.
 */
public final class ServerKey {
  /** Bytes of a key. */
  public static final int SIZE = 32;

  private final byte[] bytes;
  private final PublicServerKey publicKey;

  private ServerKey(byte[] bytes) {
    this.bytes = bytes;
    publicKey = PublicServerKey.of(MessageRuntime.PROVIDER.publicKey(bytes));
  }

  /**
   * Makes a new key.
   *
   * @return a random key
   */
  public static ServerKey generate() {
    var bytes = new byte[SIZE];
    new SecureRandom().nextBytes(bytes);
    return new ServerKey(bytes);
  }

  /**
   * A key that was kept.
   *
   * @param bytes what {@link #toBytes} gave
   * @return the key
   * @throws IllegalArgumentException if there are not 32
   */
  public static ServerKey of(byte[] bytes) {
    return new ServerKey(KeyBytes.copy("server key", bytes));
  }

  /**
   * What clients are given.
   *
   * @return the public key
   */
  public PublicServerKey publicKey() {
    return publicKey;
  }

  /**
   * The private key, to be kept where nobody else reads it.
   *
   * @return a copy of its 32 bytes
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
