// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorUriException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.UnsafeFolderException;
import org.packetloom.platform.Paths;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;

/** Socket files: mode, owner, removal, and the folders that they are in. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketFileTest {
  private static final int NOBODY = 65_534;

  /** Connects again and again until its input ends; prints how often it was let in and refused. */
  private static final String STRANGER =
      """
      import errno, os, select, socket, sys
      kinds = [getattr(socket, 'SOCK_' + kind) for kind in sys.argv[2:]]
      let_in = refused = 0
      print('ready', flush=True)
      while not select.select([sys.stdin], [], [], 0)[0]:
          for kind in kinds:
              with socket.socket(socket.AF_UNIX, kind) as s:
                  s.setblocking(False)
                  try:
                      s.connect(sys.argv[1])
                      let_in += 1
                  except OSError as e:
                      refused += e.errno == errno.EACCES
                      let_in += e.errno in (errno.EAGAIN, errno.ECONNREFUSED, errno.EPROTOTYPE)
      print(let_in, refused > 0)
      """;

  @TempDir Path folder;

  private Packetloom loom;

  @BeforeAll
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "0666", "777", "0", "0640"})
  void modeIsThatOfTheUriWhateverTheMask(String mode) throws IOException {
    Path path = folder.resolve("mode" + mode);
    try (var listener = loom.listen("local://" + path + "?mode=" + mode)) {
      assertThat((int) Files.getAttribute(path, "unix:mode") & 07777)
          .isEqualTo(Integer.parseInt(mode, 8));
      assertThat(listener.isListening()).isTrue();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void modeCanBeSetAsAnOption() throws IOException {
    Path path = folder.resolve("option");
    var builder = loom.connector("local://" + path + "?mode=0777");
    try (var listener = builder.option(ConnectorOptions.FILE_MODE, 0620).listen()) {
      assertThat(permissions(path)).isEqualTo("rw--w----");
      assertThat(listener.isOpen()).isTrue();
    }
    assertThatThrownBy(() -> builder.option(ConnectorOptions.FILE_MODE, 01000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FILE_MODE");
    assertThatThrownBy(() -> builder.option(ConnectorOptions.FILE_OWNER, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode=0800", "mode=rw", "mode=1777", "owner=", "group=a:b", "unlink=x"})
  void wrongParametersAreNamed(String parameter) {
    assertThatThrownBy(() -> loom.listen("local://" + folder.resolve("x") + "?" + parameter))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining(parameter.split("=")[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner=nobody&group=nogroup", "owner=65534&group=65534"})
  void ownerAndGroupAreGiven(String parameters) throws IOException {
    Tools.assumeRoot();
    assumeTrue(Files.readString(Path.of("/etc/group")).contains("nogroup:x:65534"), "nogroup");
    Path path = folder.resolve("given");
    try (var listener = loom.listen("local://" + path + "?mode=0660&" + parameters)) {
      Map<String, Object> found = Files.readAttributes(path, "unix:uid,gid,mode");
      assertThat(found).containsEntry("uid", NOBODY).containsEntry("gid", NOBODY);
      assertThat(permissions(path)).isEqualTo("rw-rw----");
      loom.connect(listener.uri()).close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ownerWithoutModeLeavesTheMaskInForce() throws IOException {
    Tools.assumeRoot();
    Path plain = folder.resolve("plain");
    Path given = folder.resolve("given");
    try (var one = loom.listen("local://" + plain);
        var other = loom.listen("local://" + given + "?owner=65534")) {
      assertThat(permissions(given)).isEqualTo(permissions(plain));
      assertThat(one.isOpen() && other.isOpen()).isTrue();
    }
  }

  /** Puts something else in the place of a socket that was bound just now. */
  private static Packetloom racing(Path socket, Path other) throws IOException {
    var platform =
        new TestedPlatform() {
          @Override
          public Paths paths() {
            return (Paths)
                Proxy.newProxyInstance(
                    Paths.class.getClassLoader(),
                    new Class<?>[] {Paths.class},
                    (_, method, arguments) -> {
                      if (method.getName().equals("openReference")) {
                        Files.delete(socket);
                        Files.createLink(socket, other);
                      }
                      return method.invoke(real.paths(), arguments);
                    });
          }
        };
    return new LoomBuilder().open(platform);
  }

  @Test
  void whatTakesThePlaceOfTheSocketMeanwhileIsLeftAlone() throws IOException {
    Path secret = Files.createFile(folder.resolve("secret"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path path = folder.resolve("raced");
    try (Packetloom racing = racing(path, secret)) {
      String uri = "local://" + path + "?group=" + Files.getAttribute(folder, "unix:gid");
      assertThatThrownBy(() -> racing.listen(uri))
          .isInstanceOf(AddressInUseException.class)
          .hasMessageContaining("took its place");
    }
    assertThat(permissions(secret)).isEqualTo("rw-------");
    Files.delete(path);
    Files.delete(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "group"})
  void unknownAccountIsNamed(String kind) {
    assertThatThrownBy(
            () -> loom.listen("local://" + folder.resolve("x") + "?" + kind + "=nobody-at-all"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("'nobody-at-all'");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void strangerIsNeverLetInByAPrivateFile() throws Exception {
    Tools.assumeRoot();
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path path = open.resolve("socket");
    Process stranger =
        Tools.program(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "/usr/bin/env",
                "python3",
                "-c",
                STRANGER,
                path.toString(),
                "STREAM",
                "DGRAM")
            .start();
    try (BufferedReader output = stranger.inputReader()) {
      assumeTrue("ready".equals(output.readLine()), "python3 for other users");
      for (int round = 0; round < Scale.rounds(300); round++) {
        String owner = round % 2 == 0 ? "" : "&group=0";
        try (var listener = loom.listen("local://" + path + "?mode=0600" + owner)) {
          loom.connect(listener.uri()).close();
        }
        String datagrams = "local://" + path + "?behaviour=datagram&mode=0600" + owner;
        loom.bind(datagrams).close();
      }
      stranger.outputWriter().close();
      assertThat(output.readLine()).isEqualTo("0 True");
    } finally {
      stranger.destroyForcibly().waitFor();
      Files.delete(open);
    }
  }

  @Test
  void fileStaysIfAskedTo() throws IOException {
    Path path = folder.resolve("stays");
    loom.listen("local://" + path + "?unlink=no").close();
    assertThat(path).exists();
    loom.listen("local://" + path).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void fileOfAConnectedClientGoesWithIt() throws IOException {
    Path own = folder.resolve("client");
    try (var listener = loom.listen("local://" + folder.resolve("server"))) {
      var builder = loom.connector(listener.uri());
      try (var client = builder.localAddress(java.net.UnixDomainSocketAddress.of(own)).connect();
          var accepted = listener.accept()) {
        assertThat(own).exists();
        assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
      }
      assertThat(own).doesNotExist();
    }
  }

  @Test
  void folderThatEveryoneMayWriteToIsNamed() throws IOException {
    Path open = Files.createDirectory(folder.resolve("everyones"));
    Path below = Files.createDirectory(open.resolve("below"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    int before = OpenDescriptors.count();
    for (Path place : new Path[] {open, below}) {
      String uri = "local://" + place.resolve("x");
      assertThatThrownBy(() -> loom.listen(uri))
          .isInstanceOfSatisfying(
              UnsafeFolderException.class, e -> assertThat(e.folder()).isEqualTo(open.toString()))
          .hasMessageContaining(open.toString());
      try (Listener listener = loom.listen(uri + "?check-folder=no")) {
        assertThat(listener.isListening()).isTrue();
      }
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
    Files.setAttribute(open, "unix:mode", 01777);
    loom.listen("local://" + below.resolve("x")).close();
    Files.delete(below);
    Files.delete(open);
  }

  @Test
  void folderThatMayNotBeWrittenToIsRefusedAtOnce() throws Exception {
    Path readOnly = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(readOnly), "folder where nothing can be made");
    assertThatThrownBy(() -> loom.listen("local://" + readOnly.resolve("x") + "?mode=0600"))
        .isInstanceOf(AccessRefusedException.class)
        .hasMessageContaining("at once");
  }
}
