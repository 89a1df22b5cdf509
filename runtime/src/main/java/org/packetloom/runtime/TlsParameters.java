// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.tls.ClientAuthentication;
import org.packetloom.tls.KeyFiles;
import org.packetloom.tls.Tls;

/**
 * What the parameters of a URI of {@code tls} say.
 *
 * <p>What was made of the same unchanged files is used again, so that clients that name them resume
 * their sessions; a file that has been replaced is read anew. Safe for use by any thread.
 */
final class TlsParameters {
  private static final String KEYS = "keystore";
  private static final String TRUST = "truststore";
  private static final String VERIFY = "verify";
  private static final int MOST_KEPT = 64;

  private final Map<List<Object>, Tls> clients = new ConcurrentHashMap<>();

  /** A client that has not been told its peer. */
  Tls client(ConnectorUri uri) throws IOException {
    List<Object> origin = origin(uri);
    Tls known = clients.get(origin);
    if (known == null) {
      if (clients.size() >= MOST_KEPT) {
        clients.clear();
      }
      known = withTrust(withKeys(Tls.client(), uri), uri);
      clients.put(origin, known);
    }
    Tls client = common(known, uri);
    String verify = uri.parameter(VERIFY).orElse("yes");
    if (verify.equals("chain")) {
      client = client.verifyHost(false);
    }
    Optional<String> name = uri.parameter("sni");
    return name.isEmpty() ? client : checked(uri, "sni", client::serverName);
  }

  /** What the context of a client depends on: files, and when they changed. */
  private static List<Object> origin(ConnectorUri uri) throws ConnectorUriException {
    List<Object> origin = new ArrayList<>();
    for (String store : new String[] {KEYS, TRUST}) {
      for (String name : new String[] {store, passwordFile(store)}) {
        Optional<String> path = uri.parameter(name);
        origin.add(path);
        if (path.isPresent()) {
          origin.add(read(uri, name, () -> Files.getLastModifiedTime(Path.of(path.get()))));
        }
      }
    }
    origin.add(isAnyoneTrusted(uri));
    return origin;
  }

  /** A server, which has keys. */
  Tls server(ConnectorUri uri) throws IOException {
    if (uri.parameter(KEYS).isEmpty()) {
      throw new ConnectorUriException(
          uri.toString(), "parameter '" + KEYS + "'", "missing: a server needs one");
    }
    Tls server = withTrust(Tls.server(keys(uri), password(uri, KEYS)), uri);
    server =
        switch (uri.parameter("client-auth").orElse("none")) {
          case "need" -> server.clientAuthentication(ClientAuthentication.NEEDED);
          case "want" -> server.clientAuthentication(ClientAuthentication.WANTED);
          default -> server;
        };
    Optional<String> name = uri.parameter("sni");
    return common(
        name.isEmpty() ? server : server.parameters(all -> all.setSNIMatchers(only(name.get()))),
        uri);
  }

  private static List<SNIMatcher> only(String name) {
    return List.of(SNIHostName.createSNIMatcher(Pattern.quote(name)));
  }

  private static Tls common(Tls base, ConnectorUri uri) throws ConnectorUriException {
    Tls tls = base;
    Optional<String> protocols = uri.parameter("alpn");
    if (protocols.isPresent()) {
      tls = tls.applicationProtocols(protocols.get().split(","));
    }
    Optional<String> versions = uri.parameter("tls-versions");
    if (versions.isPresent()) {
      String[] names =
          Arrays.stream(versions.get().split(",")).map("TLSv"::concat).toArray(String[]::new);
      tls = tls.protocols(names);
    }
    if (uri.parameter("ciphers").isPresent()) {
      Tls before = tls;
      tls = checked(uri, "ciphers", names -> ensureCiphers(before, names.split(",")));
    }
    Optional<java.time.Duration> timeout = uri.duration("handshake-timeout");
    return timeout.isEmpty() ? tls : tls.handshakeTimeout(timeout.get());
  }

  private static Tls ensureCiphers(Tls tls, String[] names) {
    List<String> known = TlsScheme.cipherSuites();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is none of " + known);
      }
    }
    return tls.parameters(all -> all.setCipherSuites(names));
  }

  private static Tls withKeys(Tls tls, ConnectorUri uri) throws IOException {
    return uri.parameter(KEYS).isEmpty() ? tls : tls.keys(keys(uri), password(uri, KEYS));
  }

  private static Tls withTrust(Tls tls, ConnectorUri uri) throws IOException {
    if (isAnyoneTrusted(uri)) {
      return tls.trustAnyone();
    }
    return uri.parameter(TRUST).isEmpty() ? tls : tls.trust(store(uri, TRUST));
  }

  private static boolean isAnyoneTrusted(ConnectorUri uri) {
    return uri.parameter(VERIFY).orElse("").equals("no");
  }

  // ---- files

  private static KeyStore store(ConnectorUri uri, String name) throws IOException {
    Path file = Path.of(uri.parameter(name).orElseThrow());
    char[] password = password(uri, name);
    return read(uri, name, () -> KeyFiles.read(file, password));
  }

  /** A store of keys; there has to be one. */
  private static KeyStore keys(ConnectorUri uri) throws IOException {
    KeyStore store = store(uri, KEYS);
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return store;
        }
      }
    } catch (KeyStoreException e) {
      throw wrong(uri, KEYS, e);
    }
    throw wrong(uri, KEYS, new IOException("there is no private key in it"));
  }

  /** The first line of the file that the URI names; empty if it names none. */
  private static char[] password(ConnectorUri uri, String store) throws ConnectorUriException {
    String name = passwordFile(store);
    Optional<String> file = uri.parameter(name);
    if (file.isEmpty()) {
      return new char[0];
    }
    return read(
        uri,
        name,
        () -> {
          try (var lines = Files.lines(Path.of(file.get()))) {
            return lines.findFirst().orElse("").toCharArray();
          }
        });
  }

  private static String passwordFile(String store) {
    return store + "-password-file";
  }

  @FunctionalInterface
  private interface Source<T> {
    T read() throws IOException;
  }

  private static <T> T read(ConnectorUri uri, String name, Source<T> source)
      throws ConnectorUriException {
    try {
      return source.read();
    } catch (IOException | UncheckedIOException e) {
      throw wrong(uri, name, e);
    }
  }

  @FunctionalInterface
  private interface Setting {
    Tls of(String value);
  }

  private static Tls checked(ConnectorUri uri, String name, Setting setting)
      throws ConnectorUriException {
    try {
      return setting.of(uri.parameter(name).orElseThrow());
    } catch (IllegalArgumentException e) {
      throw wrong(uri, name, e);
    }
  }

  private static ConnectorUriException wrong(ConnectorUri uri, String name, Exception cause) {
    String part = "parameter '" + name + "=" + uri.parameter(name).orElse("") + "'";
    ConnectorUriException failure =
        new ConnectorUriException(uri.toString(), part, words(cause) + remedy(uri, name, cause));
    failure.initCause(cause);
    return failure;
  }

  /** The JDK words missing files by their names alone. */
  private static String words(Exception cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "access denied";
      case FileSystemException _ -> "cannot be read: " + cause.getClass().getSimpleName();
      default -> String.valueOf(cause.getMessage());
    };
  }

  /** No password is taken for an empty one. */
  private static String remedy(ConnectorUri uri, String name, Exception cause) {
    Throwable first = cause;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    boolean isAsked =
        first instanceof UnrecoverableKeyException && uri.parameter(passwordFile(name)).isEmpty();
    return isAsked ? "; parameter '" + passwordFile(name) + "' names a file with it" : "";
  }
}
