// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix-domain socket that we created, to be removed by us and only by us.
 *
 * <p>If another process replaced the file meanwhile, it is theirs: the file's identity, taken right
 * after binding, tells.
 */
final class SocketFile {
  private final Path path;
  private final @Nullable Object identity; // null where files have none: then it is left alone
  private final AtomicBoolean removed = new AtomicBoolean();

  private SocketFile(Path path, @Nullable Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /** The file that a socket was just bound to. */
  static SocketFile created(String path) {
    Path absolute = Path.of(path).toAbsolutePath();
    return new SocketFile(absolute, identity(absolute));
  }

  private static @Nullable Object identity(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isOther() ? attributes.fileKey() : null;
    } catch (IOException _) {
      return null; // gone already: nothing to remove
    }
  }

  /**
   * Removes the file if it is still the one that was created; once, and before the socket is
   * closed: an open socket keeps its file's identity from being given to another.
   */
  void remove() throws IOException {
    if (identity != null
        && removed.compareAndSet(false, true)
        && Objects.equals(identity, identity(path))) {
      Files.deleteIfExists(path);
    }
  }
}
