// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.PathCalls;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixCalls;

/** Folders and files on Linux. */
final class LinuxPaths implements Paths {
  private static final int REFERENCE =
      Constants.O_PATH | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;
  private static final int FOLDER = Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_CLOEXEC;

  /** Not to wait at a FIFO that has taken the name. */
  private static final int LOCK =
      Constants.O_RDONLY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC | Constants.O_NONBLOCK;

  private static final int OWNER_ONLY = 0600;

  private static final int PERMISSIONS = 07777;

  /** What new files are denied where the system does not tell: nothing that could be taken back. */
  private static final int USUAL_MASK = 0022;

  private static final byte[] NOTHING = {0};

  private final PathCalls calls;
  private final DescriptorCalls descriptors;

  LinuxPaths(UnixCalls calls) {
    this.calls = calls.paths();
    this.descriptors = calls.descriptors();
  }

  @Override
  public int openFolder(byte[] path) {
    return open(Constants.AT_FDCWD, path, FOLDER, 0);
  }

  @Override
  public int openParent(int folder) {
    return open(folder, new byte[] {'.', '.'}, FOLDER, 0);
  }

  @Override
  public int openReference(int folder, byte[] name) {
    return open(folder, name, REFERENCE, 0);
  }

  @Override
  public int openLock(int folder, byte[] name, boolean create) {
    int flags = create ? LOCK | Constants.O_CREAT | Constants.O_EXCL : LOCK;
    return open(folder, name, flags, OWNER_ONLY);
  }

  private int open(int folder, byte[] name, int flags, int mode) {
    byte[] path = terminated(name);
    int result;
    do {
      result = calls.openat(folder, path, flags, mode);
    } while (result == -LinuxErrors.EINTR);
    return result;
  }

  @Override
  public int tryLock(int descriptor) {
    int result;
    do {
      result = calls.flock(descriptor, Constants.LOCK_EX | Constants.LOCK_NB);
    } while (result == -LinuxErrors.EINTR);
    return result;
  }

  @Override
  public int status(int descriptor, FileStatus.Box into) {
    return ask(descriptor, NOTHING, into);
  }

  @Override
  public int status(int folder, byte[] name, FileStatus.Box into) {
    return ask(folder, terminated(name), into);
  }

  private int ask(int folder, byte[] path, FileStatus.Box into) {
    FileNumbers numbers = new FileNumbers();
    int result = calls.stat(folder, path, false, numbers);
    if (result == 0) {
      into.put(
          new FileStatus(
              kind(numbers.mode() & Constants.S_IFMT),
              numbers.mode() & PERMISSIONS,
              numbers.user(),
              numbers.group(),
              numbers.device(),
              numbers.inode()));
    }
    return result;
  }

  private static FileStatus.Kind kind(int type) {
    return switch (type) {
      case Constants.S_IFSOCK -> FileStatus.Kind.SOCKET;
      case Constants.S_IFIFO -> FileStatus.Kind.FIFO;
      case Constants.S_IFREG -> FileStatus.Kind.REGULAR;
      case Constants.S_IFDIR -> FileStatus.Kind.FOLDER;
      case Constants.S_IFCHR -> FileStatus.Kind.DEVICE;
      default -> FileStatus.Kind.OTHER;
    };
  }

  @Override
  public int permit(int descriptor, int permissions) {
    return calls.fchmod(descriptor, permissions);
  }

  @Override
  public int permitReferred(int reference, int permissions) {
    // open(2): fchmod refuses an O_PATH descriptor, the link in /proc does not
    return calls.fchmodat(Constants.AT_FDCWD, terminated(ownLink(reference)), permissions, 0);
  }

  @Override
  public int giveReferred(int reference, int user, int group) {
    return calls.fchownat(reference, NOTHING, user, group, Constants.AT_EMPTY_PATH);
  }

  @Override
  public int remove(int folder, byte[] name) {
    return calls.unlinkat(folder, terminated(name), 0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A datagram socket is connected to it. The kernel looks for a socket first and at its type
   * then: so EPROTOTYPE comes from one that does not listen yet, or whose backlog is full, just as
   * from others, and no listener gets a connection that nobody wants. EPERM comes from a datagram
   * socket that is connected to another.
   */
  @Override
  public int isBound(NativeAddress.Local file) {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = LinuxSystem.ADDRESSES.encode(file, sockaddr);
    int socket = length < 0 ? length : descriptors.socket(Constants.AF_UNIX, type, 0);
    if (socket < 0) {
      return socket;
    }
    try {
      int result = descriptors.connect(socket, sockaddr, length);
      return switch (-result) {
        case 0, LinuxErrors.EPROTOTYPE, LinuxErrors.EPERM -> 1;
        case LinuxErrors.ECONNREFUSED -> 0;
        default -> result;
      };
    } finally {
      descriptors.close(socket);
    }
  }

  @Override
  public byte[] detour(int folder, byte[] name) {
    byte[] start = ascii("/proc/" + ownName() + "/fd/" + folder + "/");
    byte[] whole = Arrays.copyOf(start, start.length + name.length);
    System.arraycopy(name, 0, whole, start.length, name.length);
    return whole;
  }

  /** The number of this process as /proc has it, which may be another than in our namespace. */
  private static String ownName() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self")).toString();
    } catch (IOException _) {
      return "self";
    }
  }

  private static byte[] ownLink(int descriptor) {
    return ascii("/proc/self/fd/" + descriptor);
  }

  @Override
  public int mask() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Umask:")) { // proc(5): since 4.7
          return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no /proc, as in some containers
    }
    return USUAL_MASK;
  }

  @Override
  public long user(byte[] name) {
    return calls.getpwnam_r(terminated(name));
  }

  @Override
  public long group(byte[] name) {
    return calls.getgrnam_r(terminated(name));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] terminated(byte[] name) {
    return Arrays.copyOf(name, name.length + 1);
  }
}
