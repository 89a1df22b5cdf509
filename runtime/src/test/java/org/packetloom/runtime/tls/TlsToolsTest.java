// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.runtime.Tool;
import org.packetloom.suite.Task;
import org.packetloom.tls.TlsConnector;

/** Another implementation at the other end: openssl and curl. */
@Timeout(60)
class TlsToolsTest {
  @TempDir Path folder;

  private Packetloom loom;
  private Path key;
  private Path certificate;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
    key = Keys.pem(Keys.store(), folder.resolve("key.pem"));
    certificate = Keys.certificatePem(Keys.store(), folder.resolve("certificate.pem"));
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static String port(ConnectorUri uri) {
    return ((ConnectorTarget.Host) uri.target()).service();
  }

  private Server echo(String parameters) throws IOException {
    return loom.serve(
        "tls://127.0.0.1:0?keystore=" + key + parameters,
        c -> c.inputStream().transferTo(c.outputStream()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslConnectsToOurs(String version) throws Exception {
    try (Server server = echo("&alpn=x");
        Tool client =
            Tool.start(
                "openssl",
                "s_client",
                version,
                "-quiet",
                "-alpn",
                "x",
                "-verify_return_error",
                "-CAfile",
                certificate.toString(),
                "-connect",
                "127.0.0.1:" + port(server.uri()))) {
      client.type("hello\n");
      assertThat(client.readLine()).isEqualTo("hello");
    }
  }

  @Test
  void opensslTakesNewKeys() throws Exception {
    try (Listener listener = loom.listen("tls://127.0.0.1:0?keystore=" + key);
        Tool client =
            Tool.start(
                "openssl",
                "s_client",
                "-tls1_3",
                "-quiet",
                "-connect",
                "127.0.0.1:" + port(listener.uri()));
        StreamConnector accepted = listener.accept()) {
      client.type("hello\n");
      accepted.readFully(new byte[6]);
      ((TlsConnector) accepted).updateKeys();
      accepted.write("again\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.readLine()).isEqualTo("again");
      client.type("more\n"); // under keys of its own that are new
      accepted.readFully(new byte[5]);
    }
  }

  @Test
  void opensslMayNotNegotiateAgain() throws Exception {
    try (Listener listener = loom.listen("tls://127.0.0.1:0?tls-versions=1.2&keystore=" + key);
        Tool client =
            Tool.start(
                "openssl",
                "s_client",
                "-tls1_2",
                "-brief",
                "-connect",
                "127.0.0.1:" + port(listener.uri()));
        StreamConnector accepted = listener.accept()) {
      client.type("hello\n");
      accepted.readFully(new byte[6]);
      client.type("R\n");
      Throwable refused =
          Task.start(loom.threadFactory(), () -> accepted.read(new byte[1])).failure();
      assertThat(refused).hasMessageContaining("negotiate again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1_2", "1_3"})
  void oursConnectsToOpenssl(String version) throws Exception {
    int port = freePort();
    try (Tool _ =
            Tool.start(
                "openssl",
                "s_server",
                "-tls" + version,
                "-quiet",
                "-rev", // answers each line with the line reversed
                "-key",
                key.toString(),
                "-cert",
                certificate.toString(),
                "-accept",
                "127.0.0.1:" + port);
        StreamConnector ours = connect(port)) {
      ours.write("hello\n".getBytes(StandardCharsets.US_ASCII));
      byte[] received = new byte[6];
      ours.readFully(received);
      assertThat(received).asString(StandardCharsets.US_ASCII).isEqualTo("olleh\n");
      assertThat(((TlsConnector) ours).session().getProtocol())
          .isEqualTo("TLSv" + version.replace('_', '.'));
    }
  }

  private int freePort() throws IOException {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0")) {
      return Integer.parseInt(port(listener.uri()));
    }
  }

  /** The tool does not say when it listens. */
  private StreamConnector connect(int port) throws IOException {
    for (int i = 0; ; i++) {
      try {
        return loom.connect("tls://127.0.0.1:" + port + "?truststore=" + certificate);
      } catch (ConnectionRefusedException e) {
        if (i == 1000) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Test
  void curlGetsAPageThroughARelay() throws Exception {
    Path path = folder.resolve("plain");
    byte[] page = "it works\n".getBytes(StandardCharsets.US_ASCII);
    try (Server _ = loom.serve("local://" + path, c -> answer(c, page));
        Server front =
            loom.serve(
                "tls://127.0.0.1:0?alpn=http/1.1&keystore=" + key,
                c -> {
                  try (StreamConnector target = loom.connect("local://" + path)) {
                    loom.relay(c, target).run();
                  }
                });
        Tool curl =
            Tool.start(
                "curl",
                "-sS",
                "--noproxy",
                "*",
                "--cacert",
                certificate.toString(),
                "https://localhost:" + port(front.uri()) + "/")) {
      assertThat(curl.readLine()).isEqualTo("it works");
      curl.awaitSuccess();
    }
  }

  private static void answer(StreamConnector stream, byte[] page) throws IOException {
    byte[] request = new byte[1000];
    int length = 0;
    while (!new String(request, 0, length, StandardCharsets.US_ASCII).contains("\r\n\r\n")) {
      length += stream.read(request, length, request.length - length);
    }
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + page.length;
    stream.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    stream.write(page);
  }
}
