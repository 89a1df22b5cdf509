// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.SocketType;

/** Folders, references, locks, permissions. */
class PathsTest {
  @TempDir Path place;

  private Platform platform;
  private Paths paths;
  private Descriptors descriptors;
  private int folder;

  @BeforeEach
  void open() throws Exception {
    platform = Platforms.current();
    paths = platform.paths();
    descriptors = platform.descriptors();
    folder = paths.openFolder(bytes(place.toString()));
    assertThat(folder).isNotNegative();
  }

  @AfterEach
  void close() {
    descriptors.close(folder);
  }

  @Test
  void folderAndItsParentHaveStatus() throws IOException {
    FileStatus.Box box = new FileStatus.Box();
    assertThat(paths.status(folder, box)).isZero();
    FileStatus status = box.status();
    assertThat(status.kind()).isEqualTo(FileStatus.Kind.FOLDER);
    assertThat(status.permissions()).isEqualTo(0700);
    assertThat(status.file()).isEqualTo(Files.getAttribute(place, "unix:ino"));
    int parent = paths.openParent(folder);
    try {
      assertThat(paths.status(parent, bytes(place.getFileName().toString()), box)).isZero();
      assertThat(box.status().isSameFile(status)).isTrue();
    } finally {
      descriptors.close(parent);
    }
  }

  @Test
  void kindsAreToldApart() throws IOException {
    Files.createFile(place.resolve("file"));
    Files.createSymbolicLink(place.resolve("link"), place);
    int socket = bound("socket");
    assertThat(kind("file")).isEqualTo(FileStatus.Kind.REGULAR);
    assertThat(kind("link")).isEqualTo(FileStatus.Kind.OTHER);
    assertThat(kind("socket")).isEqualTo(FileStatus.Kind.SOCKET);
    descriptors.close(socket);
  }

  private FileStatus.Kind kind(String name) {
    FileStatus.Box box = new FileStatus.Box();
    assertThat(paths.status(folder, bytes(name), box)).isZero();
    return box.status().kind();
  }

  @Test
  void permissionsOfASocketLimitThoseOfItsFile() throws IOException {
    int socket = descriptors.socket(Family.LOCAL, SocketType.STREAM);
    assertThat(paths.permit(socket, 0600)).isZero();
    String name = place.resolve("private").toString();
    assertThat(descriptors.bind(socket, new NativeAddress.Local(bytes(name)))).isZero();
    assertThat(Files.getPosixFilePermissions(Path.of(name)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    descriptors.close(socket);
  }

  @Test
  void referencesArePermittedAndGivenAway() {
    int socket = bound("socket");
    int reference = paths.openReference(folder, bytes("socket"));
    FileStatus.Box box = new FileStatus.Box();
    assertThat(paths.permitReferred(reference, 0640)).isZero();
    assertThat(paths.giveReferred(reference, -1, -1)).isZero();
    assertThat(paths.status(reference, box)).isZero();
    assertThat(box.status().permissions()).isEqualTo(0640);
    descriptors.close(reference);
    descriptors.close(socket);
  }

  @Test
  void aLockIsOfOneOpening() {
    byte[] name = bytes("lock");
    assertThat(kindOf(paths.openLock(folder, name, false))).isEqualTo(ErrorKind.MISSING);
    int first = paths.openLock(folder, name, true);
    assertThat(kindOf(paths.openLock(folder, name, true))).isEqualTo(ErrorKind.ADDRESS_IN_USE);
    int second = paths.openLock(folder, name, false);
    assertThat(paths.tryLock(first)).isZero();
    assertThat(kindOf(paths.tryLock(second))).isEqualTo(ErrorKind.BUSY);
    descriptors.close(first);
    assertThat(paths.tryLock(second)).isZero();
    descriptors.close(second);
    assertThat(paths.remove(folder, name)).isZero();
    assertThat(kindOf(paths.remove(folder, name))).isEqualTo(ErrorKind.MISSING);
  }

  @Test
  void boundSocketsAreToldFromLeftOverFiles() {
    int idle = bound("idle");
    int listening = bound("listening");
    assertThat(descriptors.listen(listening, 1)).isZero();
    int datagram = bound("datagram", SocketType.DATAGRAM);
    descriptors.close(bound("stale"));
    assertThat(paths.isBound(address("idle"))).isOne();
    assertThat(paths.isBound(address("listening"))).isOne();
    assertThat(paths.isBound(address("datagram"))).isOne();
    assertThat(paths.isBound(address("stale"))).isZero();
    assertThat(kindOf(paths.isBound(address("missing")))).isEqualTo(ErrorKind.MISSING);
    for (int each : new int[] {idle, listening, datagram}) {
      descriptors.close(each);
    }
  }

  private NativeAddress.Local address(String name) {
    return new NativeAddress.Local(bytes(place.resolve(name).toString()));
  }

  @Test
  void aDetourLeadsIntoTheFolder() throws IOException {
    Files.createFile(place.resolve("file"));
    byte[] detour = paths.detour(folder, bytes("file"));
    assertThat(Path.of(new String(detour, StandardCharsets.US_ASCII))).exists();
  }

  @Test
  void usersAndGroupsAreLookedUp() {
    assertThat(paths.user(bytes("root"))).isZero();
    assertThat(paths.group(bytes("root"))).isZero();
    assertThat(kindOf((int) paths.user(bytes("no such user")))).isEqualTo(ErrorKind.MISSING);
    assertThat(kindOf((int) paths.group(bytes("no such group")))).isEqualTo(ErrorKind.MISSING);
  }

  @Test
  void maskIsThatOfNewFiles() throws IOException {
    Path file = Files.createFile(place.resolve("new"));
    int permissions = (int) Files.getAttribute(file, "unix:mode") & 0777;
    assertThat(permissions).isEqualTo(0666 & ~paths.mask());
  }

  private int bound(String name) {
    return bound(name, SocketType.STREAM);
  }

  private int bound(String name, SocketType type) {
    int socket = descriptors.socket(Family.LOCAL, type);
    assertThat(descriptors.bind(socket, address(name))).isZero();
    return socket;
  }

  private ErrorKind kindOf(int result) {
    assertThat(result).isNegative();
    return platform.errors().kind(-result);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
