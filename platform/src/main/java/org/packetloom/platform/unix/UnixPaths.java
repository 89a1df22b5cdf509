// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Arrays;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;

/** Folders and files, as far as no system needs a way of its own. */
public abstract class UnixPaths implements Paths {
  private static final int OWNER_ONLY = 0600;
  private static final int PERMISSIONS = 07777;

  /** A path that stands for the folder itself. */
  protected static final byte[] NOTHING = {0};

  /** What new files are denied where the system does not tell: nothing that could be taken back. */
  protected static final int USUAL_MASK = 0022;

  private final PathCalls calls;
  private final DescriptorCalls descriptors;
  private final UnixSystem system;

  protected UnixPaths(UnixCalls calls) {
    this.calls = calls.paths();
    this.descriptors = calls.descriptors();
    this.system = calls.system();
  }

  /** With what flags a folder is opened, beyond O_DIRECTORY and O_CLOEXEC. */
  protected abstract int folderFlags();

  @Override
  public final int openFolder(byte[] path) {
    return open(system.open().AT_FDCWD(), path, allFolderFlags(), 0);
  }

  @Override
  public final int openParent(int folder) {
    return open(folder, new byte[] {'.', '.'}, allFolderFlags(), 0);
  }

  /** The flags of openFolder. */
  protected final int allFolderFlags() {
    return folderFlags() | system.open().O_DIRECTORY() | system.open().O_CLOEXEC();
  }

  @Override
  public final int openLock(int folder, byte[] name, boolean create) {
    OpenFlags flags = system.open();
    // O_NONBLOCK: not to wait at a FIFO that has taken the name
    int all = Posix.O_RDONLY | flags.O_NOFOLLOW() | flags.O_CLOEXEC() | flags.O_NONBLOCK();
    all |= create ? flags.O_CREAT() | flags.O_EXCL() : 0;
    return open(folder, name, all, OWNER_ONLY);
  }

  /** Opens what has a name in a folder. */
  protected final int open(int folder, byte[] name, int flags, int mode) {
    byte[] path = terminated(name);
    int result;
    do {
      result = calls.openat(folder, path, flags, mode);
    } while (result == -UnixErrors.EINTR);
    return result;
  }

  @Override
  public final int tryLock(int descriptor) {
    int result;
    do {
      result = calls.flock(descriptor, Posix.LOCK_EX | Posix.LOCK_NB);
    } while (result == -UnixErrors.EINTR);
    return result;
  }

  @Override
  public int status(int descriptor, FileStatus.Box into) {
    return ask(descriptor, NOTHING, into);
  }

  @Override
  public final int status(int folder, byte[] name, FileStatus.Box into) {
    return ask(folder, terminated(name), into);
  }

  private int ask(int folder, byte[] path, FileStatus.Box into) {
    FileNumbers numbers = new FileNumbers();
    int result = calls.stat(folder, path, false, numbers);
    if (result == 0) {
      into.put(status(numbers));
    }
    return result;
  }

  /** What numbers say. */
  protected static FileStatus status(FileNumbers numbers) {
    return new FileStatus(
        kind(numbers.mode() & Posix.S_IFMT),
        numbers.mode() & PERMISSIONS,
        numbers.user(),
        numbers.group(),
        numbers.device(),
        numbers.inode());
  }

  private static FileStatus.Kind kind(int type) {
    return switch (type) {
      case Posix.S_IFSOCK -> FileStatus.Kind.SOCKET;
      case Posix.S_IFIFO -> FileStatus.Kind.FIFO;
      case Posix.S_IFREG -> FileStatus.Kind.REGULAR;
      case Posix.S_IFDIR -> FileStatus.Kind.FOLDER;
      case Posix.S_IFCHR -> FileStatus.Kind.DEVICE;
      default -> FileStatus.Kind.OTHER;
    };
  }

  @Override
  public final int permit(int descriptor, int permissions) {
    return calls.fchmod(descriptor, permissions);
  }

  @Override
  public final int remove(int folder, byte[] name) {
    return calls.unlinkat(folder, terminated(name), 0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A datagram socket is connected to it. Kernels look for a socket first and at its type then:
   * so EPROTOTYPE comes from one that does not listen yet, or whose backlog is full, just as from
   * others, and no listener gets a connection that nobody wants. EPERM comes from a datagram socket
   * that is connected to another.
   */
  @Override
  public final int isBound(NativeAddress.Local file) {
    SocketNumbers sockets = system.sockets();
    int type = Posix.SOCK_DGRAM | sockets.SOCK_NONBLOCK() | sockets.SOCK_CLOEXEC();
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = system.addresses().encode(file, sockaddr);
    int socket = length < 0 ? length : descriptors.socket(Posix.AF_UNIX, type, 0);
    if (socket < 0) {
      return socket;
    }
    try {
      int result = descriptors.connect(socket, sockaddr, length);
      if (result == 0) {
        return 1;
      }
      return switch (system.errors().of(-result)) {
        case EPROTOTYPE, EPERM -> 1;
        case ECONNREFUSED -> 0;
        default -> result;
      };
    } finally {
      descriptors.close(socket);
    }
  }

  @Override
  public final int longestPath() {
    return system.addresses().longestPath();
  }

  @Override
  public final long user(byte[] name) {
    return calls.getpwnam_r(terminated(name));
  }

  @Override
  public final long group(byte[] name) {
    return calls.getgrnam_r(terminated(name));
  }

  /** A name with a zero byte at its end. */
  protected static byte[] terminated(byte[] name) {
    return Arrays.copyOf(name, name.length + 1);
  }
}
