// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.Paths;

/**
 * Looks whether everyone could put another file in the place of a socket: by writing to its folder,
 * or to one above it, if that has no sticky bit.
 */
final class FolderCheck {
  /** More folders than a path has. */
  private static final int DEEPEST = 4096;

  private final Opening opening;
  private final Paths paths;
  private final String endpoints;

  FolderCheck(Opening opening, String endpoints) {
    this.opening = opening;
    this.paths = opening.engine().platform().paths();
    this.endpoints = endpoints;
  }

  /** Walks up from an open folder; what cannot be looked at is taken for safe. */
  void ensureSafe(int folder) throws IOException {
    FileStatus.Box box = new FileStatus.Box();
    opening.failures().ensure("check folder of", endpoints, paths.status(folder, box));
    int current = folder;
    try {
      for (int depth = 0; depth < DEEPEST; depth++) {
        FileStatus status = box.status();
        if (status.isOpenToAll()) {
          throw Failures.unsafeFolder(endpoints, name(current));
        }
        int parent = paths.openParent(current);
        close(current, folder);
        current = parent;
        boolean isTop =
            parent < 0 || paths.status(parent, box) < 0 || status.isSameFile(box.status());
        if (isTop) {
          return;
        }
      }
    } finally {
      close(current, folder);
    }
  }

  private void close(int descriptor, int notOurs) {
    if (descriptor >= 0 && descriptor != notOurs) {
      opening.descriptors().close(descriptor);
    }
  }

  private static String name(int folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + folder)).toString();
    } catch (IOException _) {
      return "a folder above";
    }
  }
}
