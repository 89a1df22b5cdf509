// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.examples.PacketloomCommand;

/** Encrypts in front of a server that knows nothing of it, by the command alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsCommandTest {
  private static final HeldCertificate OWN =
      new HeldCertificate.Builder()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  @TempDir private static Path folder;
  private Path key;
  private Path certificate;
  private ServerSocketChannel plain;
  private Process relay;
  private BufferedReader said; // by the relay
  private int port;

  @BeforeAll
  void relayToAPlainServer() throws IOException {
    try (var loom = Packetloom.open()) {
      assertThat(loom).isNotNull();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    certificate = Files.writeString(folder.resolve("certificate.pem"), OWN.certificatePem());
    key = folder.resolve("key.pem");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, OWN.privateKeyPkcs8Pem() + OWN.certificatePem());
    Path socket = folder.resolve("plain.sock");
    plain = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    plain.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
    relay =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PacketloomCommand.class.getName(),
                "relay",
                "tls://127.0.0.1:0?keystore=" + key,
                "local://" + socket)
            .start();
    said = relay.errorReader();
    String first = said.readLine();
    assertThat(first).startsWith("listening tls://127.0.0.1:");
    port = URI.create(first.replace("listening ", "")).getPort();
  }

  @AfterAll
  void endsWhenAsked() throws Exception {
    if (relay != null) {
      try {
        relay.destroy();
        assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(relay.exitValue()).isZero();
      } finally {
        relay.destroyForcibly().waitFor();
        plain.close();
      }
    }
  }

  /** Answers each request for a page, one connection after another. */
  private void serve() {
    try {
      while (true) {
        try (SocketChannel client = plain.accept()) {
          answer(client);
        }
      }
    } catch (IOException _) {
      // the test has ended
    }
  }

  private static void answer(SocketChannel client) throws IOException {
    BufferedReader request =
        new BufferedReader(Channels.newReader(client, US_ASCII.newDecoder(), -1));
    String line = request.readLine();
    while (line != null && !line.isEmpty()) {
      line = request.readLine();
    }
    Channels.newOutputStream(client)
        .write("HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nit works\n".getBytes(US_ASCII));
  }

  private Process curl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      return abort("no curl: " + e.getMessage());
    }
  }

  private static String output(Process curl) throws Exception {
    try (BufferedReader out = curl.inputReader()) {
      return out.readAllAsString();
    } finally {
      assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void curlGetsThePageOfAPlainServer() throws Exception {
    String url = "https://localhost:" + port + "/";
    assertThat(output(curl("--cacert", certificate.toString(), url))).isEqualTo("it works\n");
    assertThat(output(curl("--tls-max", "1.2", "--cacert", certificate.toString(), url)))
        .isEqualTo("it works\n");

    assertThat(output(curl(url))).isEmpty(); // it does not know the certificate
    assertThat(told("unknown_ca")).contains("handshake tcp4://127.0.0.1:" + port);
    assertThat(output(curl("http://localhost:" + port + "/"))).isNotEqualTo("it works\n");
    assertThat(told("plaintext connection?")).contains("handshake tcp4://127.0.0.1:" + port);

    assertThat(output(curl("--cacert", certificate.toString(), url))).isEqualTo("it works\n");
  }

  /** The next failure of that kind that the relay tells. */
  private String told(String what) throws IOException {
    String line = said.readLine();
    while (line != null && !line.contains(what)) {
      line = said.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void catSeesWhomItTalksTo() {
    byte[] request = "GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII);
    String uri = "tls://localhost:" + port;
    String trust = "?truststore=" + certificate;

    Typed typed = Typed.run(request, "cat", uri + trust);
    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.outputText()).endsWith("it works\n");

    Typed stranger = Typed.run(request, "cat", uri);
    assertThat(stranger.status()).isEqualTo(1);
    assertThat(stranger.err().lines())
        .singleElement()
        .asString()
        .startsWith("packetloom: handshake ")
        .contains("unable to find valid certification path");

    Typed another = Typed.run(request, "cat", uri + trust + "&sni=other.example");
    assertThat(another.status()).isEqualTo(1);
    assertThat(another.err().lines()).singleElement().asString().contains("other.example");
  }

  @Test
  void whatIsWrongWithKeysIsNamed() {
    String uri = "tls://127.0.0.1:0?keystore=";
    for (String[] wrong :
        new String[][] {
          {folder.resolve("none").toString(), "there is no such file"},
          {certificate.toString(), "there is no private key"},
          {folder.resolve("plain.sock").toString(), "plain.sock"}
        }) {
      Typed typed = Typed.run("relay", uri + wrong[0], "local:///tmp/unused");
      assertThat(typed.status()).as(typed.err()).isEqualTo(2);
      assertThat(typed.err()).contains("parameter 'keystore=" + wrong[0], wrong[1]);
    }
  }
}
