// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys of an encrypted connection: from a secret that both sides have and a digest of what they
 * said, by HKDF with SHA-256 (RFC 5869).
 *
 * <p>The digest has the client's random nonce and the server's random connection id, so that keys
 * differ even if the secret is the same.
 */
final class HandshakeKeys {
  private static final byte[] LABEL = ascii("packetloom 1 connection");
  private static final byte[] PROOF_LABEL = ascii("packetloom 1 token proof");
  private static final byte[] TOKEN_LABEL = ascii("packetloom 1 token");

  private static final int CLIENT_KEY = 0;
  private static final int SERVER_KEY = CLIENT_KEY + AeadSeal.KEY;
  private static final int CLIENT_NONCE = SERVER_KEY + AeadSeal.KEY;
  private static final int SERVER_NONCE = CLIENT_NONCE + AeadSeal.NONCE;
  private static final int PROOF = SERVER_NONCE + AeadSeal.NONCE;
  private static final int SIZE = PROOF + HandshakeWire.PROOF;

  private final byte[] bytes;

  private HandshakeKeys(byte[] bytes) {
    this.bytes = bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Derives the keys of one connection. */
  static HandshakeKeys derive(byte[] secret, byte[] digest) {
    return new HandshakeKeys(derive(secret, digest, LABEL, SIZE));
  }

  /** Extract and expand. */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int size) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, size));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HKDF-SHA256", e);
    }
  }

  /**
   * A digest of what both sides have said.
   *
   * @param response the client's, of which the cookie does not count
   * @param end where it ends, without proof
   * @param connectionId what the server has named the connection
   * @param keys of the server: the one for this connection, the known one
   */
  static byte[] transcript(byte[] response, int end, long connectionId, byte[]... keys) {
    MessageDigest digest = digest();
    digest.update(response, 0, HandshakeWire.RESPONSE_COOKIE_AT);
    digest.update(response, HandshakeWire.RESPONSE_BODY_AT, end - HandshakeWire.RESPONSE_BODY_AT);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, connectionId));
    for (byte[] each : keys) {
      digest.update(each);
    }
    return digest.digest();
  }

  /** One after the other. */
  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** What shows that a client has the secret of a token: over its response so far. */
  static byte[] tokenProof(byte[] secret, byte[] response, int end) {
    byte[] digest = digest().digest(Arrays.copyOf(response, end));
    return derive(secret, digest, PROOF_LABEL, HandshakeWire.PROOF);
  }

  /** Key and nonce of one token alone. */
  static AeadSeal tokenSeal(byte[] key, byte[] salt) {
    return new AeadSeal(
        derive(key, salt, TOKEN_LABEL, AeadSeal.KEY + AeadSeal.NONCE), 0, AeadSeal.KEY);
  }

  /** SHA-256. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /** What the client's packets are closed with. */
  PacketSeal ofClient() {
    return new AeadSeal(bytes, CLIENT_KEY, CLIENT_NONCE);
  }

  /** What the server's packets are closed with. */
  PacketSeal ofServer() {
    return new AeadSeal(bytes, SERVER_KEY, SERVER_NONCE);
  }

  /** What shows that the server has the same keys. */
  byte[] proof() {
    return Arrays.copyOfRange(bytes, PROOF, SIZE);
  }

  boolean isProof(byte[] packet, int at) {
    return MessageDigest.isEqual(proof(), Arrays.copyOfRange(packet, at, at + HandshakeWire.PROOF));
  }
}
