// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.packetloom.runtime.JavaChild;

/** Keys and their certificates, each made once for each JVM. */
final class Keys {
  static final char[] PASSWORD = "packetloom".toCharArray();
  private static final String LOCALHOST = "dns:localhost,ip:127.0.0.1";
  private static final Map<String, KeyStore> MADE = new ConcurrentHashMap<>();

  private Keys() {}

  /** A key whose certificate is for localhost, signed by itself. */
  static KeyStore store() {
    return store(LOCALHOST);
  }

  /** A key whose certificate is for names such as {@code dns:a.example}. */
  static KeyStore store(String names) {
    return MADE.computeIfAbsent(names, Keys::make);
  }

  /** Several of them in one store. */
  static KeyStore both(String names, String others) throws Exception {
    KeyStore both = nothing();
    for (String each : List.of(names, others)) {
      KeyStore one = store(each);
      Certificate[] chain = one.getCertificateChain("a");
      both.setKeyEntry(
          Integer.toHexString(each.hashCode()), one.getKey("a", PASSWORD), PASSWORD, chain);
    }
    return both;
  }

  /** The certificate of a key, to be trusted. */
  static KeyStore trusted(KeyStore of) throws Exception {
    KeyStore trusted = nothing();
    trusted.setCertificateEntry("a", of.getCertificate("a"));
    return trusted;
  }

  /** A context that has the key of localhost, and trusts its certificate alone. */
  static SSLContext context() throws Exception {
    return context(store(), store());
  }

  /** A context of a key store and a trust store, which may be empty. */
  static SSLContext context(KeyStore keys, KeyStore trusted) throws Exception {
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A store with nothing in it. */
  static KeyStore nothing() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, PASSWORD);
    return empty;
  }

  // ---- files

  /** Writes the store to a file that has {@link #PASSWORD}. */
  static Path p12(KeyStore store, Path file) throws Exception {
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  /** Writes the password to a file of its own. */
  static Path passwordFile(Path folder) throws Exception {
    return Files.writeString(folder.resolve("password"), new String(PASSWORD) + "\n");
  }

  /** Writes key and certificate as PEM. */
  static Path pem(KeyStore store, Path file) throws Exception {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        part("PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded())
            + part("CERTIFICATE", store.getCertificate("a").getEncoded()));
  }

  /** Writes the certificate as PEM. */
  static Path certificatePem(KeyStore store, Path file) throws Exception {
    return Files.writeString(file, part("CERTIFICATE", store.getCertificate("a").getEncoded()));
  }

  private static String part(String name, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + name + "-----\n" + text + "\n-----END " + name + "-----\n";
  }

  private static KeyStore make(String names) {
    try {
      Path folder = Files.createTempDirectory("packetloom-keys");
      Path file = folder.resolve("keys.p12");
      try {
        JavaChild.run(command(names, file));
        return KeyStore.getInstance(file.toFile(), PASSWORD);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> command(String names, Path file) {
    List<String> command = new ArrayList<>();
    command.add(JavaChild.tool("keytool"));
    command.addAll(
        List.of(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-alias",
            "a",
            "-dname",
            "CN=test"));
    command.addAll(List.of("-ext", "san=" + names, "-validity", "2", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-keystore", file.toString()));
    command.add("-J-XX:TieredStopAtLevel=1");
    return command;
  }
}
