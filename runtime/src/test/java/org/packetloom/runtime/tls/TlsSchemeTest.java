// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;
import org.packetloom.tls.TlsConnector;
import org.packetloom.tls.TlsHandshakeException;

/** Connections that are encrypted because their URI says so. */
@ExtendWith(Watchdog.class)
class TlsSchemeTest {
  private static final String OTHER = "dns:a.example,dns:b.example";

  @TempDir Path folder;
  private Packetloom loom;
  private String keys; // parameters of a server
  private String trust; // parameters of a client

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
    Path store = Keys.p12(Keys.store(), folder.resolve("keys.p12"));
    keys = "keystore=" + store + "&keystore-password-file=" + Keys.passwordFile(folder);
    trust = "truststore=" + Keys.certificatePem(Keys.store(), folder.resolve("trusted.pem"));
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private Server echo(String parameters) throws IOException {
    return loom.serve(
        "tls://127.0.0.1:0?" + parameters, c -> c.inputStream().transferTo(c.outputStream()));
  }

  private StreamConnector connect(ConnectorUri to, String parameters) throws IOException {
    return loom.connect(ConnectorUri.of("tls", to.target()) + "?" + parameters);
  }

  private static void assertEchoes(StreamConnector stream) throws IOException {
    stream.write(new byte[] {1, 2, 3});
    byte[] read = new byte[3];
    stream.readFully(read);
    assertThat(read).containsExactly(1, 2, 3);
  }

  @Test
  void servesAndConnects() throws Exception {
    try (Server server = echo(keys + "&alpn=h2,http/1.1&nodelay=yes");
        StreamConnector stream = connect(server.uri(), trust + "&alpn=http/1.1")) {
      assertEchoes(stream);
      assertThat(((TlsConnector) stream).applicationProtocol()).contains("http/1.1");
      assertThat(server.uri().toString()).startsWith("tls://127.0.0.1:").contains("keystore=");
      assertThat(stream.uri().scheme()).isEqualTo("tls");
      stream.shutdownOutput();
      assertThat(stream.read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  void pemFilesHoldKeysToo() throws Exception {
    Path pem = Keys.pem(Keys.store(), folder.resolve("key.pem"));
    try (Server server = echo("keystore=" + pem);
        StreamConnector stream = connect(server.uri(), trust)) {
      assertEchoes(stream);
    }
  }

  @Test
  void clientsAreAskedForCertificates() throws Exception {
    Path others = Keys.certificatePem(Keys.store(OTHER), folder.resolve("others.pem"));
    Path own = Keys.pem(Keys.store(OTHER), folder.resolve("own.pem"));
    try (Server server = echo(keys + "&client-auth=need&tls-versions=1.2&truststore=" + others)) {
      try (StreamConnector named = connect(server.uri(), trust + "&keystore=" + own)) {
        assertEchoes(named);
      }
      assertThatThrownBy(() -> connect(server.uri(), trust))
          .isInstanceOf(TlsHandshakeException.class);
    }
  }

  @Test
  void verifyingIsAChoice() throws Exception {
    Path pem = Keys.pem(Keys.store(OTHER), folder.resolve("other.pem"));
    try (Server server = echo("keystore=" + pem)) {
      String others = "truststore=" + pem;
      assertThatThrownBy(() -> connect(server.uri(), "")).isInstanceOf(TlsHandshakeException.class);
      assertThatThrownBy(() -> connect(server.uri(), "verify=chain"))
          .isInstanceOf(TlsHandshakeException.class);
      connect(server.uri(), "verify=no").close();
    }
    Path other = Keys.certificatePem(Keys.store(OTHER), folder.resolve("other-trusted.pem"));
    try (Server server = echo("keystore=" + pem)) {
      String others = "truststore=" + other;
      assertThatThrownBy(() -> connect(server.uri(), others))
          .isInstanceOf(TlsHandshakeException.class)
          .hasMessageContaining("127.0.0.1");
      connect(server.uri(), others + "&verify=chain").close();
      connect(server.uri(), others + "&sni=b.example").close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keystore=relative",
        "client-auth=maybe",
        "alpn=a,,b",
        "verify=perhaps",
        "tls-versions=1.1",
        "ciphers=NONE_SUCH",
        "truststore=/nowhere/at/all",
        "keystore-password-file=/nowhere/at/all",
        "handshake-timeout=0s",
        "cipher=x"
      })
  void whatIsWrongIsNamed(String parameter) {
    String name = parameter.substring(0, parameter.indexOf('='));
    assertThatThrownBy(() -> loom.connect("tls://127.0.0.1:1?" + parameter))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining(name);
  }

  @Test
  void serversNeedKeysAndPasswordsStaySecret() throws Exception {
    assertThatThrownBy(() -> loom.listen("tls://127.0.0.1:0"))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("keystore");
    Path wrong = Files.writeString(folder.resolve("wrong"), "secret-one\n");
    String store = folder.resolve("keys.p12").toString();
    assertThatThrownBy(() -> echo("keystore=" + store + "&keystore-password-file=" + wrong))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("keystore=" + store)
        .hasMessageNotContaining("secret-one");
    assertThatThrownBy(() -> echo("keystore=" + store))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("parameter 'keystore-password-file' names a file with it");
    Path keyless = Keys.certificatePem(Keys.store(), folder.resolve("keyless.pem"));
    assertThatThrownBy(() -> echo("keystore=" + keyless))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("keystore=" + keyless)
        .hasMessageContaining("no private key");
    assertThatThrownBy(() -> loom.connect("tls://127.0.0.1:1?keystore=" + keyless))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("no private key");
  }

  @Test
  void acceptingWaitsForNobodysHandshake() throws Exception {
    try (Listener listener = loom.listen("tls://127.0.0.1:0?" + keys);
        StreamConnector silent =
            loom.connect(ConnectorUri.of("tcp", listener.uri().target()).toString());
        StreamConnector first = listener.accept()) {
      Task<StreamConnector> connecting =
          Task.start(loom.threadFactory(), () -> connect(listener.uri(), trust));
      try (StreamConnector second = listener.accept()) {
        ((TlsConnector) second).handshake();
        assertThat(connecting.result().isOpen()).isTrue();
        assertThat(first.isOpen()).isTrue();
        assertThat(silent.isOpen()).isTrue();
        connecting.result().close();
      }
    }
  }

  @Test
  void relaysBetweenEncryptedAndPlain() throws Exception {
    Path path = folder.resolve("plain");
    try (Server plain =
            loom.serve("local://" + path, c -> c.inputStream().transferTo(c.outputStream()));
        Server front =
            loom.serve(
                "tls://127.0.0.1:0?" + keys,
                c -> {
                  try (StreamConnector target = loom.connect(plain.uri())) {
                    loom.relay(c, target).run();
                  }
                });
        StreamConnector stream = connect(front.uri(), trust)) {
      assertEchoes(stream);
      Task<Void> writing =
          Task.start(
              loom.threadFactory(),
              () -> {
                stream.write(new byte[1_000_000]);
                stream.shutdownOutput();
                return null;
              });
      assertThat(stream.inputStream().readAllBytes()).hasSize(1_000_000);
      writing.result();
    }
  }

  @Test
  void connectingObeysItsDeadline() throws Exception {
    try (Listener silent = loom.listen("tcp4://127.0.0.1:0")) {
      assertThatThrownBy(
              () ->
                  loom.connect(
                      ConnectorUri.of("tls", silent.uri().target()) + "?connect-timeout=30ms"))
          .isInstanceOf(org.packetloom.ConnectorTimeoutException.class);
      assertThatThrownBy(
              () ->
                  loom.connect(
                      ConnectorUri.of("tls", silent.uri().target()) + "?handshake-timeout=30ms"))
          .isInstanceOf(org.packetloom.ConnectorTimeoutException.class);
      assertThat(Deadline.current().isLimited()).isFalse();
    }
  }

  @Test
  void namesAreResolvedAndTheProbeTells() throws Exception {
    List<ConnectorUri> found = loom.connector("tls://127.0.0.1:443?verify=no").resolve();
    assertThat(found).hasToString("[tls://127.0.0.1:443?verify=no]");
    assertThat(loom.probe().findings())
        .anyMatch(f -> f.name().equals("tls") && f.isAvailable() && f.detail().contains("TLSv1.3"));
  }
}
