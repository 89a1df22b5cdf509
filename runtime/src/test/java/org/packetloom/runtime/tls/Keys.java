// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and the certificate of localhost, made once for each JVM. */
final class Keys {
  static final char[] PASSWORD = "packetloom".toCharArray();
  private static final Keys LOCALHOST = make();

  private final KeyStore store;

  private Keys(KeyStore store) {
    this.store = store;
  }

  static KeyStore store() {
    return LOCALHOST.store;
  }

  /** A context that has the key, and trusts its certificate alone. */
  static SSLContext context() throws Exception {
    return context(store(), store());
  }

  /** A context of a key store and a trust store, which may be empty. */
  static SSLContext context(KeyStore keys, KeyStore trusted) throws Exception {
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
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

  private static Keys make() {
    try {
      Path folder = Files.createTempDirectory("packetloom-keys");
      Path file = folder.resolve("keys.p12");
      try {
        run(file);
        try (InputStream in = Files.newInputStream(file)) {
          KeyStore store = KeyStore.getInstance("PKCS12");
          store.load(in, PASSWORD);
          return new Keys(store);
        }
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void run(Path file) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String password = new String(PASSWORD);
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    "localhost",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    password,
                    "-keystore",
                    file.toString(),
                    "-J-XX:TieredStopAtLevel=1"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("keytool failed");
    }
  }
}
