// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes the packets of one direction by AES-256-GCM (RFC 5116): frames are encrypted, the header
 * is protected.
 *
 * <p>The nonce is the packet number, which is never used twice, xored to 12 bytes that were agreed
 * with the key.
 */
final class AeadSeal implements PacketSeal {
  /** Bytes of a key. */
  static final int KEY = 32;

  /** Bytes of a nonce. */
  static final int NONCE = 12;

  private static final int TAG = 16;
  private static final int NUMBER_AT = NONCE - Long.BYTES;

  private final SecretKey key;
  private final byte[] base;
  private final byte[] nonce = new byte[NONCE];
  private final Cipher cipher;

  /**
   * Makes the seal.
   *
   * @param bytes has the key, and after it the nonce of number 0
   * @param keyAt where the key begins
   * @param nonceAt where the nonce begins
   */
  AeadSeal(byte[] bytes, int keyAt, int nonceAt) {
    key = new SecretKeySpec(bytes, keyAt, KEY, "AES");
    base = Arrays.copyOfRange(bytes, nonceAt, nonceAt + NONCE);
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no AES-GCM", e);
    }
  }

  @Override
  public int overhead() {
    return TAG;
  }

  @Override
  public void seal(long packetNumber, byte[] packet, int from, int bodyFrom, int end) {
    try {
      begin(Cipher.ENCRYPT_MODE, packetNumber, packet, from, bodyFrom);
      cipher.doFinal(packet, bodyFrom, end - bodyFrom, packet, bodyFrom);
    } catch (GeneralSecurityException e) {
      // The room was asked for by overhead(), and no number comes twice.
      throw new IllegalStateException("seal packet " + packetNumber, e);
    }
  }

  @Override
  public int open(long packetNumber, byte[] packet, int from, int bodyFrom, int end) {
    if (end - bodyFrom < TAG) {
      return -1;
    }
    try {
      begin(Cipher.DECRYPT_MODE, packetNumber, packet, from, bodyFrom);
      return bodyFrom + cipher.doFinal(packet, bodyFrom, end - bodyFrom, packet, bodyFrom);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("open packet " + packetNumber, e);
    }
  }

  private void begin(int mode, long packetNumber, byte[] packet, int from, int bodyFrom)
      throws GeneralSecurityException {
    System.arraycopy(base, 0, nonce, 0, NONCE);
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NUMBER_AT + i] ^= (byte) (packetNumber >>> 56 - 8 * i);
    }
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
    cipher.updateAAD(packet, from, bodyFrom - from);
  }
}
