// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.Paths;

/**
 * The file of a Unix-domain socket that we created, to be removed by us and only by us.
 *
 * <p>If another process replaced the file meanwhile, it is theirs: the file's identity, taken right
 * after binding, tells. The folder of a long path stays open until then, as its number is part of
 * the socket's name.
 */
final class SocketFile implements Closeable {
  private static final int NONE = -1;

  private final Opening opening;
  private final SocketPath path;
  private final FileStatus identity;
  private final String endpoints;
  private final boolean unlink;
  private final AtomicBoolean ended = new AtomicBoolean();
  private int heldFolder = NONE; // written before the file is made known

  SocketFile(
      Opening opening, SocketPath path, FileStatus identity, String endpoints, boolean unlink) {
    this.opening = opening;
    this.path = path;
    this.identity = identity;
    this.endpoints = endpoints;
    this.unlink = unlink;
  }

  /** Owns the open folder from now on. */
  void hold(int folder) {
    heldFolder = folder;
  }

  /**
   * Removes the file if it is still the one that was created; once, and before the socket is
   * closed: an open socket keeps its file's identity from being given to another.
   */
  @Override
  public void close() throws IOException {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    int held = heldFolder;
    Paths paths = opening.engine().platform().paths();
    try {
      if (unlink) {
        remove(paths);
      }
    } finally {
      if (held != NONE) {
        opening.descriptors().close(held);
      }
    }
  }

  /** Leaves the file to whoever has the socket from now on. */
  void leave() {
    if (ended.compareAndSet(false, true) && heldFolder != NONE) {
      opening.descriptors().close(heldFolder);
    }
  }

  private void remove(Paths paths) throws IOException {
    if (heldFolder != NONE) {
      removeFrom(heldFolder, paths);
      return;
    }
    int folder;
    try {
      folder = path.openFolder("remove", endpoints, opening);
    } catch (org.packetloom.EndpointMissingException _) {
      return; // the folder went, and the file with it
    }
    try {
      removeFrom(folder, paths);
    } finally {
      opening.descriptors().close(folder);
    }
  }

  /** Removes it from its open folder; nothing happens if it is gone or another's. */
  void removeFrom(int folder, Paths paths) throws IOException {
    FileStatus.Box found = new FileStatus.Box();
    if (paths.status(folder, path.name(), found) == 0 && identity.isSameFile(found.status())) {
      int result = paths.remove(folder, path.name());
      if (result < 0 && opening.kind(result) != ErrorKind.MISSING) {
        throw opening.failures().atOnce("remove", endpoints, result);
      }
    }
  }
}
