// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorUriException;
import org.packetloom.EndpointMissingException;
import org.packetloom.InvalidAddressException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;
import org.packetloom.UriTable;
import org.packetloom.suite.OpenDescriptors;

/** What is wrong is said by a typed, checked exception that names it, and leaves nothing open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  @TempDir Path folder;

  private Loom loom;

  @BeforeAll
  void open() throws IOException {
    loom = (Loom) Packetloom.open();
    loom.pair("anon://").close(); // everything that is loaded on first use is there
    assertThatThrownBy(() -> loom.connect("tcp://warm.up.invalid:1")).isNotNull();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  /** An attempt that must fail. */
  private interface Attempt {
    Object run() throws IOException;
  }

  private static void fails(Class<? extends IOException> type, String part, Attempt attempt) {
    assumeTrue(OpenDescriptors.canBeCounted(), "descriptors can be counted");
    int before = OpenDescriptors.count();
    assertThatThrownBy(attempt::run).isInstanceOf(type).hasMessageContaining(part);
    assertThat(OpenDescriptors.count()).as("descriptors").isLessThanOrEqualTo(before);
  }

  static List<UriTable.Bad> badUris() {
    return UriTable.bad();
  }

  @ParameterizedTest
  @MethodSource("badUris")
  void badUriIsNamed(UriTable.Bad bad) {
    fails(IOException.class, "", () -> loom.connect(bad.uri()));
    fails(IOException.class, "", () -> loom.listen(bad.uri()));
    fails(ConnectorUriException.class, bad.part(), () -> loom.connector(bad.uri()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:0?nodelai=yes",
        "local:///tmp/x?nodelay=yes",
        "anon://?backlog=3",
        "tcp://127.0.0.1:0?x"
      })
  void unknownParameterIsNamed(String uri) {
    String key = uri.substring(uri.indexOf('?') + 1).split("=")[0];
    fails(ConnectorUriException.class, key, () -> loom.connect(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gopher://127.0.0.1:70", "steam:///x"})
  void schemeThatIsNotThereIsNamed(String uri) {
    String scheme = uri.substring(0, uri.indexOf(':'));
    fails(CapabilityException.class, "'" + scheme + "'", () -> loom.connect(uri));
  }

  @Test
  void namedPipesNameTheSystemAndWhatToUse() {
    assumeTrue(loom.engine().platform().namedPipes().isEmpty(), "this system has none");
    String uri = "pipe:///name?mode=message";
    List<Attempt> calls =
        List.of(() -> loom.connect(uri), () -> loom.listen(uri), () -> loom.pair(uri));
    for (Attempt call : calls) {
      fails(CapabilityException.class, "exist on Windows only, not on ", call);
      fails(CapabilityException.class, "use local or fifo", call);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anon://", "local://"})
  void whatCannotListenSaysSo(String uri) {
    fails(CapabilityException.class, "", () -> loom.listen(uri));
  }

  @Test
  void unknownHostIsNamed() {
    fails(
        UnresolvedHostException.class,
        "'no.such.host.invalid'",
        () -> loom.connect("tcp://no.such.host.invalid:1"));
  }

  @Test
  void hostOfTheOtherFamilyIsNamed() {
    fails(IOException.class, "tcp4", () -> loom.connect("tcp4://ip6-localhost.invalid:1"));
  }

  @Test
  void zoneOfNoInterfaceIsNamed() {
    fails(
        UnresolvedHostException.class,
        "no interface 'nowhere9'",
        () -> loom.connect("tcp6://[fe80::1%25nowhere9]:1"));
  }

  @Test
  void portInUseIsNamed() throws IOException {
    try (var holder = loom.listen("tcp://127.0.0.1:0")) {
      String uri = holder.uri().toString();
      fails(AddressInUseException.class, "EADDRINUSE", () -> loom.listen(uri));
      try (var stream = loom.connect(uri);
          var accepted = holder.accept()) {
        assertThat(stream.isOpen() && accepted.isOpen()).as("holder goes on").isTrue();
      }
    }
  }

  @Test
  void foreignAddressIsNamed() {
    fails(
        AddressUnavailableException.class,
        "EADDRNOTAVAIL",
        () -> loom.listen("tcp://192.0.2.1:0")); // RFC 5737: of nobody; only bound, never sent to
  }

  @Test
  void portOfNobodyIsNamed() throws IOException {
    String uri;
    try (var listener = loom.listen("tcp://127.0.0.1:0")) {
      uri = listener.uri().toString();
    }
    fails(ConnectionRefusedException.class, "ECONNREFUSED", () -> loom.connect(uri));
  }

  @Test
  void pathOfNothingIsNamed() {
    String path = folder.resolve("missing").toString();
    fails(EndpointMissingException.class, path, () -> loom.connect("local://" + path));
    String inNothing = folder.resolve("no-folder/x").toString();
    fails(EndpointMissingException.class, inNothing, () -> loom.listen("local://" + inNothing));
  }

  @Test
  void pathTooLongForASocketIsNamed() {
    String path = folder.resolve("x".repeat(120)).toString();
    fails(InvalidAddressException.class, "ENAMETOOLONG", () -> loom.listen("local://" + path));
    fails(InvalidAddressException.class, "ENAMETOOLONG", () -> loom.connect("local://" + path));
  }

  @Test
  void otherFilesInTheWayAreLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    fails(AddressInUseException.class, "EADDRINUSE", () -> loom.listen("local://" + file));
    assertThat(file).hasContent("mine");
    fails(ConnectionRefusedException.class, "ECONNREFUSED", () -> loom.connect("local://" + file));
  }

  @Test
  void socketThatReplacedOursIsNotRemoved() throws IOException {
    Path path = folder.resolve("replaced");
    Listener ours = loom.listen("local://" + path);
    Files.delete(path);
    try (var theirs = loom.listen("local://" + path)) {
      ours.close();
      assertThat(path).as("socket of another").exists();
      assertThat(theirs.isListening()).isTrue();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void missingPermissionIsNamed() throws IOException {
    Path readOnly = Path.of("/proc/sys/kernel");
    assumeTrue(Files.isDirectory(readOnly), "folder where nothing can be made");
    String uri = "local://" + readOnly.resolve("x.sock");
    fails(IOException.class, uri, () -> loom.listen(uri));
  }

  @Test
  void unknownEngineAndPollerAreNamed() {
    assertThatThrownBy(() -> Packetloom.builder().engine("steam"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'steam'");
    fails(CapabilityException.class, "kqueue", () -> Packetloom.builder().poller("kqueue").open());
  }
}
