// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives keys by HKDF (RFC 5869) with SHA-256. */
@Replaces("javax.crypto.KDF")
public final class KeyDerivation {
  private KeyDerivation() {}

  public static KeyDerivation getInstance(String algorithm) throws NoSuchAlgorithmException {
    if (!algorithm.equals("HKDF-SHA256")) {
      throw new NoSuchAlgorithmException(algorithm);
    }
    return new KeyDerivation();
  }

  public byte[] deriveData(AlgorithmParameterSpec specification) {
    var extractThenExpand = (ExtractThenExpand) specification;
    try {
      var mac = Mac.getInstance("HmacSHA256");
      int size = mac.getMacLength();
      var salt = extractThenExpand.salt.length == 0 ? new byte[size] : extractThenExpand.salt;
      mac.init(new SecretKeySpec(salt, "HMAC"));
      mac.init(new SecretKeySpec(mac.doFinal(extractThenExpand.secret), "HMAC"));
      return expand(mac, extractThenExpand.info, extractThenExpand.size);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HmacSHA256", e);
    }
  }

  private static byte[] expand(Mac mac, byte[] info, int size) {
    var result = new byte[size];
    var block = new byte[0];
    for (int at = 0, number = 1; at < size; at += block.length, number++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) number);
      block = mac.doFinal();
      System.arraycopy(block, 0, result, at, Math.min(block.length, size - at));
    }
    return result;
  }

  /** Begins the parameters. */
  @Replaces("javax.crypto.spec.HKDFParameterSpec")
  public static final class Parameters {
    private Parameters() {}

    public static Builder ofExtract() {
      return new Builder();
    }
  }

  /** Collects the parameters. */
  @Replaces("javax.crypto.spec.HKDFParameterSpec$Builder")
  public static final class Builder {
    private byte[] secret = {};
    private byte[] salt = {};

    private Builder() {}

    public Builder addIKM(byte[] bytes) {
      secret = joined(secret, bytes);
      return this;
    }

    public Builder addSalt(byte[] bytes) {
      salt = joined(salt, bytes);
      return this;
    }

    public ExtractThenExpand thenExpand(byte[] info, int size) {
      return new ExtractThenExpand(secret, salt, info.clone(), size);
    }

    private static byte[] joined(byte[] first, byte[] second) {
      var both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }
  }

  /** The parameters. */
  @Replaces("javax.crypto.spec.HKDFParameterSpec$ExtractThenExpand")
  public static final class ExtractThenExpand implements AlgorithmParameterSpec {
    private final byte[] secret;
    private final byte[] salt;
    private final byte[] info;
    private final int size;

    private ExtractThenExpand(byte[] secret, byte[] salt, byte[] info, int size) {
      this.secret = secret;
      this.salt = salt;
      this.info = info;
      this.size = size;
    }
  }
}
