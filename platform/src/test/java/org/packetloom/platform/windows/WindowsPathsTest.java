// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;

/** Folders and files, as binding to a path uses them. */
@Tag("iocp")
class WindowsPathsTest {
  @TempDir private Path temporary;

  private Platform windows;
  private int folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] inUri(Path file) {
    return bytes("/" + file.toAbsolutePath().toString().replace('\\', '/'));
  }

  @BeforeEach
  void openFolder() throws Exception {
    windows = WindowsPlatform.current();
    folder = windows.paths().openFolder(inUri(temporary));
    assertThat(folder).isPositive();
  }

  @AfterEach
  void closeFolder() {
    assertThat(windows.descriptors().close(folder)).isZero();
  }

  private FileStatus status(String name) {
    FileStatus.Box box = new FileStatus.Box();
    assertThat(windows.paths().status(folder, bytes(name), box)).isZero();
    return box.status();
  }

  @Test
  void lockIsHeldByOneOpening() {
    int first = windows.paths().openLock(folder, bytes("x.lock"), true);
    int second = windows.paths().openLock(folder, bytes("x.lock"), false);
    assertThat(windows.paths().tryLock(first)).isZero();
    int refused = windows.paths().tryLock(second);
    assertThat(windows.errors().kind(-refused)).isEqualTo(ErrorKind.BUSY);
    assertThat(windows.descriptors().close(first)).isZero();
    assertThat(windows.paths().tryLock(second)).isZero();
    assertThat(windows.descriptors().close(second)).isZero();
    int again = windows.paths().openLock(folder, bytes("x.lock"), true);
    assertThat(windows.errors().kind(-again)).isEqualTo(ErrorKind.ADDRESS_IN_USE);
    assertThat(windows.paths().remove(folder, bytes("x.lock"))).isZero();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void fileIsToldFromOthers() throws Exception {
    Files.write(temporary.resolve("one"), new byte[1]);
    Files.write(temporary.resolve("two"), new byte[1]);
    assertThat(status("one").kind()).isEqualTo(FileStatus.Kind.REGULAR);
    assertThat(status("one").isSameFile(status("one"))).isTrue();
    assertThat(status("one").isSameFile(status("two"))).isFalse();
    int reference = windows.paths().openReference(folder, bytes("one"));
    FileStatus.Box box = new FileStatus.Box();
    assertThat(windows.paths().status(reference, box)).isZero();
    assertThat(box.status().isSameFile(status("one"))).isTrue();
    assertThat(windows.descriptors().close(reference)).isZero();
    FileIdentity.Box identity = new FileIdentity.Box();
    Path file = temporary.resolve("one");
    assertThat(windows.foreign().identity(inUri(file), true, identity)).isZero();
    assertThat(identity.identity().kind()).isEqualTo(FileIdentity.Kind.REGULAR);
  }

  @Test
  void missingThingsAreMissing() {
    FileStatus.Box box = new FileStatus.Box();
    int[] results = {
      windows.paths().openFolder(bytes("/C:/no such folder")),
      windows.paths().status(folder, bytes("nothing"), box),
      windows.paths().remove(folder, bytes("nothing")),
      windows.paths().openLock(folder, bytes("nothing"), false),
    };
    for (int result : results) {
      assertThat(windows.errors().kind(-result)).isEqualTo(ErrorKind.MISSING);
    }
  }

  @Test
  void folderAboveHoldsTheFolder() {
    int above = windows.paths().openParent(folder);
    assertThat(above).isPositive();
    FileStatus.Box box = new FileStatus.Box();
    byte[] name = bytes(temporary.getFileName().toString());
    assertThat(windows.paths().status(above, name, box)).isZero();
    assertThat(box.status().kind()).isEqualTo(FileStatus.Kind.FOLDER);
    assertThat(windows.descriptors().close(above)).isZero();
  }

  @Test
  void socketIsLookedForWhereTheSystemHasThem() {
    int result = windows.paths().isBound(new NativeAddress.Local(inUri(temporary.resolve("x"))));
    assertThat(result).isNegative();
  }
}
