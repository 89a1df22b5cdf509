// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.FailureDetail;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;

/**
 * Binds a Unix-domain socket to a file.
 *
 * <p><b>Who may connect.</b> The socket gets the permissions before it is bound; Linux makes the
 * file with those and never with more. If the file is to go to another owner or group it begins
 * with what the owner has, is given away, and gets the rest then. The process's mask, which is
 * everyone's, is never touched.
 *
 * <p><b>What is in the way.</b> A file that is left over is removed only if it is a socket, no
 * process has a socket bound to it, and this under {@link StartLock}, which is held until the new
 * socket listens. So of several servers one wins: the others find a socket that is bound.
 */
final class SocketBinding {
  private static final String BIND = "bind";
  private static final int OWNER_PART = 0700;

  private final Opening opening;
  private final Paths paths;
  private final String endpoints;
  private final FileSettings settings;

  SocketBinding(Opening opening, String endpoints) {
    this.opening = opening;
    this.paths = opening.engine().platform().paths();
    this.endpoints = endpoints;
    this.settings = FileSettings.of(opening.settings().options());
  }

  /** What has to happen before others may start there, such as to listen. */
  @FunctionalInterface
  interface Completion {
    void run() throws IOException;
  }

  /** Binds a socket to a path. */
  SocketFile bind(int socket, String text, Completion completion) throws IOException {
    SocketPath path = SocketPath.of(text, endpoints);
    Owners owners = owners();
    int folder = path.openFolder(BIND, endpoints, opening);
    boolean isHeld = false;
    try {
      if (settings.checkFolder()) {
        new FolderCheck(opening, endpoints).ensureSafe(folder);
      }
      SocketFile file;
      try (StartLock _ = StartLock.acquire(opening, folder, path.name(), endpoints)) {
        file = bind(socket, path, folder, owners);
        complete(file, folder, completion);
      }
      if (path.isLong(opening)) {
        file.hold(folder);
        isHeld = true;
      }
      return file;
    } finally {
      if (!isHeld) {
        opening.descriptors().close(folder);
      }
    }
  }

  /** Numbers of the owner and the group, −1 for no change. */
  private record Owners(int user, int group) {}

  private Owners owners() throws IOException {
    Accounts accounts = new Accounts(opening, endpoints);
    int user = settings.owner().isPresent() ? accounts.user(settings.owner().get()) : -1;
    int group = settings.group().isPresent() ? accounts.group(settings.group().get()) : -1;
    return new Owners(user, group);
  }

  private SocketFile bind(int socket, SocketPath path, int folder, Owners owners)
      throws IOException {
    if (settings.mode().isPresent() || settings.isGivenAway()) {
      int wanted = settings.finalMode(paths.mask());
      int first = settings.isGivenAway() ? wanted & OWNER_PART : wanted;
      ensure("limit", paths.permit(socket, first));
    }
    NativeAddress.Local address = path.address(folder, opening);
    int result = opening.descriptors().bind(socket, address);
    if (result < 0 && opening.kind(result) == ErrorKind.ADDRESS_IN_USE && settings.takeOver()) {
      removeLeftOver(path, folder, address, result);
      result = opening.descriptors().bind(socket, address);
    }
    ensure(BIND, result);
    return settle(path, folder, owners);
  }

  /** Removes a socket file without a socket; whatever else is there is left as it is. */
  private void removeLeftOver(SocketPath path, int folder, NativeAddress.Local address, int inUse)
      throws IOException {
    FileStatus.Box before = new FileStatus.Box();
    FileStatus.Box after = new FileStatus.Box();
    boolean isLeftOver =
        paths.status(folder, path.name(), before) == 0
            && before.status().kind() == FileStatus.Kind.SOCKET
            && paths.isBound(address) == 0
            && paths.status(folder, path.name(), after) == 0
            && before.status().isSameFile(after.status());
    if (!isLeftOver) {
      throw opening.failures().atOnce(BIND, endpoints, inUse);
    }
    ensure("remove what is left over at", paths.remove(folder, path.name()));
  }

  /** Gives the new file its owner and the rest of its permissions. */
  private SocketFile settle(SocketPath path, int folder, Owners owners) throws IOException {
    int reference = ensure(BIND, paths.openReference(folder, path.name()));
    try {
      FileStatus.Box box = new FileStatus.Box();
      ensure(BIND, paths.status(reference, box));
      FileStatus made = box.status();
      if (made.kind() != FileStatus.Kind.SOCKET) {
        // who may rename here could have us give a file of value away
        throw new AddressInUseException(
            FailureDetail.atOnce(BIND, endpoints, "something else took its place"));
      }
      SocketFile file = new SocketFile(opening, path, made, endpoints, settings.unlink());
      try {
        ensureLimited(made);
        if (settings.isGivenAway()) {
          ensure("give away", paths.giveReferred(reference, owners.user(), owners.group()));
        }
        if (settings.mode().isPresent() || settings.isGivenAway()) {
          ensure("permit", paths.permitReferred(reference, settings.finalMode(paths.mask())));
        }
        return file;
      } catch (Throwable e) {
        file.removeFrom(folder, paths);
        throw e;
      }
    } finally {
      opening.descriptors().close(reference);
    }
  }

  /** Another file system may not know that the permissions of a socket are those of its file. */
  private void ensureLimited(FileStatus made) throws IOException {
    if (settings.mode().isPresent() && (made.permissions() & ~settings.mode().getAsInt()) != 0) {
      throw new CapabilityException(
          "mode of " + endpoints,
          "the file system makes sockets with permissions of its own",
          "use a folder that only the right users can enter, and no mode");
    }
  }

  private void complete(SocketFile file, int folder, Completion completion) throws IOException {
    try {
      completion.run();
    } catch (Throwable e) {
      file.removeFrom(folder, paths);
      throw e;
    }
  }

  private int ensure(String operation, int result) throws IOException {
    return opening.failures().ensure(operation, endpoints, result);
  }
}
