// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Family;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;
import org.packetloom.platform.SocketType;

/**
 * Folders and files on Windows.
 *
 * <p>There are no modes, owners by number or accounts to look up: what asks for these is refused,
 * and what tells them says that the owner alone may do everything, as access lists decide. The file
 * of a Unix-domain socket is a reparse point. Things in a folder are found by the folder's path, as
 * the calls that would do without are not for applications: who may rename folders above can lead a
 * name elsewhere, just as for every other program.
 */
final class WindowsPaths implements Paths {
  private static final int OWNER_ONLY = 0700;
  private static final int FOLDER = Constants.FILE_FLAG_BACKUP_SEMANTICS;
  private static final int ANYTHING =
      Constants.FILE_FLAG_BACKUP_SEMANTICS | Kernel32Files.FILE_FLAG_OPEN_REPARSE_POINT;

  private final WindowsSystem system;

  WindowsPaths(WindowsSystem system) {
    this.system = system;
  }

  @Override
  public int openFolder(byte[] path) {
    return openFolder(PathNames.toWindows(path));
  }

  private int openFolder(String path) {
    long handle =
        Kernel32Files.open(
            path, Kernel32Files.FILE_READ_ATTRIBUTES, Constants.OPEN_EXISTING, FOLDER);
    if (handle < 0) {
      return (int) handle;
    }
    FileInformation[] found = new FileInformation[1];
    int result = Kernel32Files.information(handle, found);
    boolean isFolder = result == 0 && found[0].isFolder();
    if (!isFolder) {
      close(handle);
      return result < 0 ? result : -WindowsErrors.ERROR_PATH_NOT_FOUND;
    }
    return system.handles().add(HandleEntry.ofFile(handle));
  }

  @Override
  public int openParent(int folder) {
    return in(folder, path -> openFolder(PathNames.parent(path)));
  }

  @Override
  public int openReference(int folder, byte[] name) {
    return in(
        folder,
        path ->
            add(
                Kernel32Files.open(
                    PathNames.within(path, name),
                    Kernel32Files.FILE_READ_ATTRIBUTES,
                    Constants.OPEN_EXISTING,
                    ANYTHING)));
  }

  @Override
  public int openLock(int folder, byte[] name, boolean create) {
    int disposition = create ? Kernel32Files.CREATE_NEW : Constants.OPEN_EXISTING;
    return in(
        folder,
        path ->
            add(
                Kernel32Files.open(
                    PathNames.within(path, name),
                    Constants.GENERIC_READ | Constants.GENERIC_WRITE,
                    disposition,
                    Kernel32Files.FILE_FLAG_OPEN_REPARSE_POINT)));
  }

  /** Something done with the path of a folder. */
  private interface Within {
    int of(String path);
  }

  private int in(int folder, Within action) {
    return Kernel32Files.path(system.handle(folder))
        .map(path -> action.of(path))
        .orElse(-WindowsErrors.ERROR_INVALID_HANDLE);
  }

  private int add(long handle) {
    return handle < 0 ? (int) handle : system.handles().add(HandleEntry.ofFile(handle));
  }

  @Override
  public int tryLock(int descriptor) {
    return Kernel32Files.tryLock(system.handle(descriptor));
  }

  @Override
  public int status(int descriptor, FileStatus.Box into) {
    return status(system.handle(descriptor), into);
  }

  private static int status(long handle, FileStatus.Box into) {
    FileInformation[] found = new FileInformation[1];
    int result = Kernel32Files.information(handle, found);
    if (result == 0) {
      FileInformation file = found[0];
      into.put(new FileStatus(kind(file), OWNER_ONLY, 0, 0, file.volume(), file.index()));
    }
    return result;
  }

  static FileStatus.Kind kind(FileInformation file) {
    if (file.isSocket()) {
      return FileStatus.Kind.SOCKET;
    }
    if (file.tag() != 0) {
      return FileStatus.Kind.OTHER;
    }
    return file.isFolder() ? FileStatus.Kind.FOLDER : FileStatus.Kind.REGULAR;
  }

  @Override
  public int status(int folder, byte[] name, FileStatus.Box into) {
    return in(folder, path -> status(PathNames.within(path, name), into));
  }

  private int status(String path, FileStatus.Box into) {
    long handle =
        Kernel32Files.open(
            path, Kernel32Files.FILE_READ_ATTRIBUTES, Constants.OPEN_EXISTING, ANYTHING);
    if (handle < 0) {
      return (int) handle;
    }
    int result = status(handle, into);
    close(handle);
    return result;
  }

  private void close(long handle) {
    Scratch scratch = system.scratches().take();
    try {
      int unused = Kernel32.close(handle, scratch.state()); // nothing was written
    } finally {
      system.scratches().give(scratch);
    }
  }

  @Override
  public int permit(int descriptor, int permissions) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public int permitReferred(int reference, int permissions) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public int giveReferred(int reference, int user, int group) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public int remove(int folder, byte[] name) {
    return in(folder, path -> Kernel32Files.delete(PathNames.within(path, name)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A stream socket is connected to it, as Windows has no other: who listens there gets a
   * connection that ends at once.
   */
  @Override
  public int isBound(NativeAddress.Local file) {
    int result = connect(file);
    return switch (-result) {
      case 0, WindowsErrors.WSAEWOULDBLOCK, WindowsErrors.WSAEACCES -> 1;
      case WindowsErrors.WSAECONNREFUSED -> 0;
      default -> result;
    };
  }

  private int connect(NativeAddress.Local file) {
    long socket = system.openSocket(Family.LOCAL, SocketType.STREAM);
    if (socket < 0) {
      return (int) socket;
    }
    Scratch scratch = system.scratches().take();
    try {
      int length = SocketAddresses.encode(file, scratch.segment());
      return length < 0
          ? length
          : Winsock.connect(socket, scratch.segment(), length, scratch.state());
    } finally {
      system.scratches().give(scratch);
      system.closeSocket(socket);
    }
  }

  /** None is shorter. */
  @Override
  public byte[] detour(int folder, byte[] name) {
    return Kernel32Files.path(system.handle(folder))
        .map(path -> PathNames.fromWindows(PathNames.within(path, name)))
        .orElse(name);
  }

  @Override
  public int mask() {
    return 0;
  }

  @Override
  public long user(byte[] name) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public long group(byte[] name) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }
}
