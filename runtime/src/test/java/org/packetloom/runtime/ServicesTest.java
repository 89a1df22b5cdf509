// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorUriException;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.Platforms;

/** Names of services stand for the ports that the system's file tells. */
class ServicesTest extends ToolkitTest {
  private static final String FILE =
      """
      # a comment with http 99/tcp
      http\t\t80/tcp\t\twww web   # HyperText
      http            81/udp
      discard 9/tcp sink null
      discard 9/udp sink null
      broken
      broken /tcp
      broken 70000/tcp
      broken -1/tcp
      broken 12
      broken 1/2/tcp
      broken 4x/tcp
      broken 5/sctp
      late 4000/tcp
      late 5000/tcp
      \u00e9 1/tcp
      """;

  @TempDir Path folder;

  private Services services(String text) throws IOException {
    return new Services(
        Files.writeString(folder.resolve("services"), text, StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "http,tcp,80",
    "www,tcp,80",
    "web,tcp,80",
    "http,udp,81",
    "sink,udp,9",
    "null,tcp,9",
    "late,tcp,4000"
  })
  void nameOrAliasTellsThePortOfTheProtocol(String name, String protocol, int port)
      throws Exception {
    assertThat(services(FILE).port(name, protocol, "tcp://a:" + name)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({"www,udp", "broken,tcp", "HTTP,tcp", "80/tcp,tcp", "comment,tcp", "none,tcp"})
  void whatTheFileDoesNotNameIsATypedFailure(String name, String protocol) throws Exception {
    Services services = services(FILE);
    assertThatThrownBy(() -> services.port(name, protocol, "tcp://a:" + name))
        .isInstanceOf(UnresolvedHostException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("does not name it");
  }

  @Test
  void aMissingFileIsATypedFailureThatNamesTheService() throws Exception {
    Services services = new Services(folder.resolve("missing"));
    try (var loom = open(services)) {
      assertThatThrownBy(() -> loom.connect("tcp://127.0.0.1:http").close())
          .isInstanceOf(UnresolvedHostException.class)
          .hasMessageContaining("'http'")
          .hasMessageContaining("missing")
          .hasCauseInstanceOf(NoSuchFileException.class);
    }
  }

  private static Packetloom open(Services services) throws Exception {
    return new LoomBuilder().open(Platforms.current(), InetAddress::getAllByName, services);
  }

  @Test
  void aServiceListensAndConnectsWhereItsPortWould() throws Exception {
    try (var loom = open(services("any 0/tcp"));
        var listener = loom.listen("tcp4://127.0.0.1:any")) {
      int port = ((InetSocketAddress) listener.localAddress().orElseThrow()).getPort();
      services("loomtest " + port + "/tcp"); // the file is read anew
      try (var stream = loom.connect("tcp://127.0.0.1:loomtest");
          var accepted = listener.accept()) {
        assertRoundTrip(stream, accepted);
        assertThat(stream.uri()).hasToString("tcp4://127.0.0.1:" + port);
      }
    }
  }

  @Test
  void theSystemsFileIsAsked() throws Exception {
    assumeTrue(Files.exists(Path.of("/etc/services")), "the system has a file of services");
    try (var loom = Packetloom.open()) {
      assertThat(loom.resolve("tcp://127.0.0.1:https").getFirst())
          .hasToString("tcp4://127.0.0.1:443");
      assertThat(loom.resolve("tcp://:http").getFirst()).hasToString("tcp://:80");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "-1", "1a", "a%00b", "a b", "a/b"})
  void whatCannotBeAServiceIsRefused(String service) throws Exception {
    try (var loom = open(new Services(folder.resolve("unread")))) {
      assertThatThrownBy(() -> loom.connect("tcp://127.0.0.1:" + service).close())
          .isInstanceOf(ConnectorUriException.class);
    }
  }
}
