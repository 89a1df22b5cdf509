// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.EndpointMissingException;
import org.packetloom.InvalidAddressException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.OpenDescriptors;

/** Paths of any length and names that the system chooses. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalAddressTest {
  private Packetloom loom;
  private Path folder;
  private Path deep;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    this.folder = folder;
    loom = Packetloom.open();
    deep = Files.createDirectories(folder.resolve("d".repeat(100)).resolve("e".repeat(100)));
  }

  @AfterAll
  void close() {
    loom.close();
  }

  @Test
  void longPathIsListenedAtAndConnectedTo() throws IOException {
    Path path = deep.resolve("socket");
    String uri = "local://" + path + "?mode=0600";
    int before = OpenDescriptors.count();
    try (Listener listener = loom.listen(uri);
        StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
      assertThat(listener.uri()).hasToString(uri);
      assertThat(listener.localAddress()).contains(address);
      assertThat(client.peerAddress()).contains(address);
      assertThat(accepted.localAddress()).contains(address);
      client.write(new byte[] {7});
      assertThat(accepted.inputStream().read()).isEqualTo(7);
      Files.createSymbolicLink(folder.resolve("short"), path);
      loom.connect("local://" + folder.resolve("short")).close();
    } finally {
      Files.delete(folder.resolve("short"));
    }
    assertThat(deep).isEmptyDirectory();
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void leftOverSocketAtALongPathIsReplaced() throws IOException {
    String uri = "local://" + deep.resolve("stale");
    loom.listen(uri + "?unlink=no").close();
    loom.listen(uri).close();
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void clientBoundToALongPathIsKnownByIt() throws IOException {
    Path own = deep.resolve("client");
    try (Listener listener = loom.listen("local:///%00");
        StreamConnector client =
            loom.connector(listener.uri()).localAddress(UnixDomainSocketAddress.of(own)).connect();
        StreamConnector accepted = listener.accept()) {
      assertThat(client.localAddress()).contains(UnixDomainSocketAddress.of(own));
      // the kernel knows the detour only, which leads there as long as the client is open
      Path seen = ((UnixDomainSocketAddress) accepted.peerAddress().orElseThrow()).getPath();
      assertThat(Files.isSameFile(seen, own)).isTrue();
    }
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void nameTooLongForAnyDetourIsNamed() {
    String uri = "local://" + deep.resolve("n".repeat(200));
    int before = OpenDescriptors.count();
    assertThatThrownBy(() -> loom.listen(uri))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessageContaining("ENAMETOOLONG");
    assertThatThrownBy(() -> loom.connect(uri)).isInstanceOf(InvalidAddressException.class);
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void longPathOfNothingIsNamed() {
    String uri = "local://" + deep.resolve("missing");
    assertThatThrownBy(() -> loom.connect(uri)).isInstanceOf(EndpointMissingException.class);
    String below = "local://" + deep.resolve("no-folder").resolve("x");
    assertThatThrownBy(() -> loom.listen(below)).isInstanceOf(EndpointMissingException.class);
    assertThatThrownBy(() -> loom.connect(below)).isInstanceOf(EndpointMissingException.class);
  }

  @Test
  void nameBeyondAsciiIsTheSameForTheJdk() throws IOException {
    Path path = folder.resolve("größe 大");
    try (Listener listener = loom.listen("local://" + folder + "/gr%C3%B6%C3%9Fe%20%E5%A4%A7")) {
      assertThat(path).exists();
      assertThat(listener.localAddress()).contains(UnixDomainSocketAddress.of(path));
      loom.connect(listener.uri()).close();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void systemChoosesANameThatCanBeConnectedTo() throws IOException {
    try (Listener listener = loom.listen("local:///%00");
        StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      AbstractSocketAddress chosen = (AbstractSocketAddress) listener.localAddress().orElseThrow();
      assertThat(new String(chosen.name(), java.nio.charset.StandardCharsets.US_ASCII))
          .matches("[0-9a-f]{5}");
      assertThat(listener.uri().target()).isEqualTo(new ConnectorTarget.Abstract(chosen.name()));
      assertThat(client.peerAddress()).contains(chosen);
      assertThat(accepted.localAddress()).contains(chosen);
    }
    assertThatThrownBy(() -> loom.connect("local:///%00"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("local:///%00");
  }
}
