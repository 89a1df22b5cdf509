// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads keys and certificates from files: key stores of the JDK ({@code PKCS12}, {@code JKS}), and
 * PEM files with certificates and at most one key that is not encrypted.
 */
public final class KeyFiles {
  private static final long MOST_BYTES = 4 << 20;
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final Pattern PART =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private KeyFiles() {}

  /**
   * Reads a file.
   *
   * @param file a key store, or a PEM file, which is known by its contents
   * @param password of the store and its keys; not looked at for a PEM file
   * @return what is in the file: with a key, its certificates are the key's chain, in their order;
   *     without one, each is trusted. The keys in it have the same password.
   * @throws IOException if the file cannot be read, is neither, or the password is wrong; no
   *     message quotes the password or the key
   */
  public static KeyStore read(Path file, char[] password) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + ": longer than " + MOST_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      return text.contains("-----BEGIN ")
          ? ofPem(text, password)
          : KeyStore.getInstance(file.toFile(), password);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": neither a key store nor a PEM file", e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore ofPem(String text, char[] password)
      throws GeneralSecurityException, IOException {
    List<Certificate> certificates = new ArrayList<>();
    Optional<PrivateKey> key = Optional.empty();
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      byte[] content = Base64.getMimeDecoder().decode(parts.group(2));
      switch (parts.group(1)) {
        case CERTIFICATE -> certificates.add(certificate(content));
        case KEY -> {
          if (key.isPresent()) {
            throw new IOException("more than one key");
          }
          key = Optional.of(key(content));
        }
        case "EC PARAMETERS" -> {} // openssl writes them before a key, which has them too
        default ->
            throw new IOException(
                "a part '"
                    + parts.group(1)
                    + "', which is not understood: 'openssl pkcs8 -topk8"
                    + " -nodes' makes a '"
                    + KEY
                    + "' of a key");
      }
    }
    return store(certificates, key, password);
  }

  private static KeyStore store(
      List<Certificate> certificates, Optional<PrivateKey> key, char[] password)
      throws GeneralSecurityException, IOException {
    if (certificates.isEmpty()) {
      throw new IOException("no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    if (key.isPresent()) {
      store.setKeyEntry("key", key.get(), password, certificates.toArray(Certificate[]::new));
      return store;
    }
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    return store;
  }

  private static Certificate certificate(byte[] content) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(content));
  }

  private static PrivateKey key(byte[] content) throws GeneralSecurityException, IOException {
    for (String type : KEY_TYPES) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(content));
      } catch (InvalidKeySpecException _) {
        // of another type
      }
    }
    throw new IOException("a key of none of the types " + KEY_TYPES);
  }
}
