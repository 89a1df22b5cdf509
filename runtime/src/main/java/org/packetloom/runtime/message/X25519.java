// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;

/** The key agreement of RFC 7748, from the JDK, with keys as bytes. */
final class X25519 {
  /** Bytes of a key, private or public, and of what is agreed. */
  static final int SIZE = 32;

  /** The public key that stands for the base point. */
  private static final byte[] BASE = new byte[SIZE];

  static {
    BASE[0] = 9;
  }

  private X25519() {}

  /** A new private key. */
  static byte[] generate(RandomGenerator random) {
    var bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The public key of a private one. */
  static byte[] publicKey(byte[] privateKey) {
    try {
      return agree(privateKey, BASE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no X25519", e);
    }
  }

  /**
   * What two sides agree on.
   *
   * @return 32 bytes
   * @throws GeneralSecurityException if the public key is of small order, or no key
   */
  static byte[] agree(byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance("XDH");
    PrivateKey own =
        factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
    PublicKey other =
        factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, number(publicKey)));
    var agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  /** Little-endian, without the highest bit (RFC 7748, section 5). */
  private static BigInteger number(byte[] bytes) {
    var reversed = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      reversed[i] = bytes[SIZE - 1 - i];
    }
    reversed[0] &= 0x7F;
    return new BigInteger(1, reversed);
  }
}
