// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketStatus;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Looks at and copies descriptors that others opened, and makes pipes with a name, on Linux. */
final class LinuxForeign implements ForeignDescriptors {
  private static final byte[] NO_PATH = {0};

  /** The device numbers of all masters of pseudo-terminals: major 5, minor 2. */
  private static final int MASTER_MAJOR = 5;

  private static final int MASTER_MINOR = 2;

  private final SystemCalls calls;
  private final FileCalls files;

  /** What was claimed, for as long as the process lives, as the platform does. */
  private final Set<Integer> claimed = ConcurrentHashMap.newKeySet();

  LinuxForeign(SystemCalls calls) {
    this.calls = calls;
    this.files = calls.files();
  }

  @Override
  public int makeFifo(byte[] path, int mode) {
    return files.mkfifo(terminated(path), mode);
  }

  @Override
  public int openEnd(byte[] path, int direction) {
    int descriptor = open(terminated(path), direction);
    if (descriptor == -LinuxErrors.ENXIO) {
      return withoutReader(path);
    }
    if (descriptor < 0) {
      return descriptor;
    }
    FileIdentity.Box box = new FileIdentity.Box();
    int result = identity(descriptor, box);
    if (result == 0 && box.identity().kind() == FileIdentity.Kind.FIFO) {
      return descriptor;
    }
    int unused = calls.descriptors().close(descriptor); // the first failure is the one to tell
    return result < 0 ? result : -LinuxErrors.EINVAL;
  }

  /** Sockets and devices without a driver give the error of a pipe without a reader too. */
  private int withoutReader(byte[] path) {
    FileIdentity.Box box = new FileIdentity.Box();
    int result = identity(path, true, box);
    if (result < 0) {
      return result;
    }
    boolean isFifo = box.identity().kind() == FileIdentity.Kind.FIFO;
    return isFifo ? Transfer.NOT_READY : -LinuxErrors.EINVAL;
  }

  private int open(byte[] path, int direction) {
    int way = direction == Transfer.READ ? Constants.O_RDONLY : Constants.O_WRONLY;
    int flags = way | Constants.O_NONBLOCK | Constants.O_CLOEXEC | Constants.O_NOCTTY;
    int descriptor;
    do {
      descriptor = files.open(path, flags);
    } while (descriptor == -LinuxErrors.EINTR);
    return descriptor;
  }

  @Override
  public int identity(byte[] path, boolean isFollowing, FileIdentity.Box into) {
    int flags = isFollowing ? 0 : Constants.AT_SYMLINK_NOFOLLOW;
    return identity(Constants.AT_FDCWD, terminated(path), flags, into);
  }

  @Override
  public int identity(int descriptor, FileIdentity.Box into) {
    return identity(descriptor, NO_PATH, Constants.AT_EMPTY_PATH, into);
  }

  private int identity(int dirfd, byte[] path, int flags, FileIdentity.Box into) {
    byte[] struct = new byte[(int) Layouts.statx.byteSize()];
    int result = files.statx(dirfd, path, flags, Constants.STATX_BASIC_STATS, struct);
    if (result < 0) {
      return result;
    }
    MemorySegment status = MemorySegment.ofArray(struct);
    long device = (long) number(status, "stx_dev_major") << 32 | number(status, "stx_dev_minor");
    long inode = status.get(ValueLayout.JAVA_LONG_UNALIGNED, offset("stx_ino"));
    into.put(new FileIdentity(kind(status, dirfd), device, inode));
    return 0;
  }

  private FileIdentity.Kind kind(MemorySegment status, int descriptor) {
    int mode = status.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset("stx_mode"));
    return switch (mode & Constants.S_IFMT) {
      case Constants.S_IFIFO -> FileIdentity.Kind.FIFO;
      case Constants.S_IFSOCK -> FileIdentity.Kind.SOCKET;
      case Constants.S_IFREG -> FileIdentity.Kind.REGULAR;
      case Constants.S_IFCHR ->
          descriptor >= 0 && files.isatty(descriptor) == 1 && !isMaster(status)
              ? FileIdentity.Kind.TERMINAL
              : FileIdentity.Kind.OTHER;
      default -> FileIdentity.Kind.OTHER;
    };
  }

  /** A master opened once more would be another one. */
  private static boolean isMaster(MemorySegment status) {
    return number(status, "stx_rdev_major") == MASTER_MAJOR
        && number(status, "stx_rdev_minor") == MASTER_MINOR;
  }

  private static int number(MemorySegment status, String member) {
    return status.get(ValueLayout.JAVA_INT_UNALIGNED, offset(member));
  }

  private static long offset(String member) {
    return Layouts.statx.byteOffset(groupElement(member));
  }

  @Override
  public int socketStatus(int descriptor, SocketStatus.Box into) {
    int[] domain = new int[1];
    int[] type = new int[1];
    int[] protocol = new int[1];
    int[] accepting = new int[1];
    int result = option(descriptor, Constants.SO_DOMAIN, domain);
    result = result < 0 ? result : option(descriptor, Constants.SO_TYPE, type);
    result = result < 0 ? result : option(descriptor, Constants.SO_PROTOCOL, protocol);
    result = result < 0 ? result : option(descriptor, Constants.SO_ACCEPTCONN, accepting);
    if (result < 0) {
      return result;
    }
    boolean isTcp = protocol[0] == Constants.IPPROTO_TCP;
    into.put(new SocketStatus(family(domain[0]), type(type[0]), isTcp, accepting[0] != 0));
    return 0;
  }

  private int option(int descriptor, int name, int[] value) {
    byte[] raw = new byte[Integer.BYTES];
    int[] length = {raw.length};
    int result =
        calls.descriptors().getsockopt(descriptor, Constants.SOL_SOCKET, name, raw, length);
    value[0] = MemorySegment.ofArray(raw).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    return result;
  }

  private static Optional<Family> family(int domain) {
    return switch (domain) {
      case Constants.AF_INET -> Optional.of(Family.INET4);
      case Constants.AF_INET6 -> Optional.of(Family.INET6);
      case Constants.AF_UNIX -> Optional.of(Family.LOCAL);
      default -> Optional.empty();
    };
  }

  private static Optional<SocketType> type(int type) {
    return switch (type) {
      case Constants.SOCK_STREAM -> Optional.of(SocketType.STREAM);
      case Constants.SOCK_DGRAM -> Optional.of(SocketType.DATAGRAM);
      case Constants.SOCK_SEQPACKET -> Optional.of(SocketType.SEQPACKET);
      default -> Optional.empty();
    };
  }

  @Override
  public int setMode(int descriptor, int mode) {
    return files.fchmod(descriptor, mode);
  }

  @Override
  public int directions(int descriptor) {
    int flags = files.fcntl(descriptor, Constants.F_GETFL, 0);
    if (flags < 0) {
      return flags;
    }
    if ((flags & Constants.O_PATH) != 0) {
      return 0;
    }
    return switch (flags & Constants.O_ACCMODE) {
      case Constants.O_RDONLY -> Transfer.READ;
      case Constants.O_WRONLY -> Transfer.WRITE;
      case Constants.O_RDWR -> Transfer.READ | Transfer.WRITE;
      default -> 0;
    };
  }

  @Override
  public int isBlocking(int descriptor) {
    int flags = files.fcntl(descriptor, Constants.F_GETFL, 0);
    if (flags < 0) {
      return flags;
    }
    return (flags & Constants.O_NONBLOCK) == 0 ? 1 : 0;
  }

  @Override
  public int setBlocking(int descriptor, boolean isBlocking) {
    int flags = files.fcntl(descriptor, Constants.F_GETFL, 0);
    if (flags < 0) {
      return flags;
    }
    int wanted = isBlocking ? flags & ~Constants.O_NONBLOCK : flags | Constants.O_NONBLOCK;
    return wanted == flags ? 0 : files.fcntl(descriptor, Constants.F_SETFL, wanted);
  }

  @Override
  public int closeOnExec(int descriptor) {
    return files.fcntl(descriptor, Constants.F_SETFD, Constants.FD_CLOEXEC);
  }

  @Override
  public int duplicate(int descriptor) {
    return files.fcntl(descriptor, Constants.F_DUPFD_CLOEXEC, 0);
  }

  @Override
  public int reopen(int descriptor, int direction) {
    // proc(5): opening such a link opens the very file that the descriptor stands for
    String link = "/proc/self/fd/" + descriptor;
    return open(terminated(link.getBytes(StandardCharsets.US_ASCII)), direction);
  }

  @Override
  public int readiness(int descriptor) {
    int events;
    do {
      events = files.poll(descriptor, Constants.POLLIN | Constants.POLLOUT | Constants.POLLRDHUP);
    } while (events == -LinuxErrors.EINTR);
    if (events < 0) {
      return events;
    }
    if ((events & Constants.POLLNVAL) != 0) {
      return -LinuxErrors.EBADF;
    }
    return PollEvents.readiness(events);
  }

  @Override
  public int readWaiting(int descriptor, ByteBuffer destination) {
    try (Arena arena = Arena.ofConfined()) {
      WaitMemory memory = new WaitMemory(arena);
      MemorySegment to = MemorySegment.ofBuffer(destination);
      int n;
      do {
        n = calls.bytes().readLarge(descriptor, to, memory);
      } while (n == -LinuxErrors.EINTR);
      return n;
    }
  }

  @Override
  public int writeWaiting(int descriptor, ByteBuffer source) {
    try (Arena arena = Arena.ofConfined()) {
      WaitMemory memory = new WaitMemory(arena);
      MemorySegment from = MemorySegment.ofBuffer(source);
      int n;
      do {
        n = calls.bytes().writeLarge(descriptor, from, memory);
      } while (n == -LinuxErrors.EINTR);
      return n;
    }
  }

  @Override
  public int acceptWaiting(int descriptor, NativeAddress.Box peer) {
    byte[] address = new byte[SocketAddresses.SIZE];
    int[] length = {SocketAddresses.SIZE};
    int flags = Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
    int accepted;
    do {
      accepted = files.accept4(descriptor, address, length, flags);
    } while (accepted == -LinuxErrors.EINTR);
    if (accepted >= 0) {
      peer.put(SocketAddresses.decode(address, length[0]));
    }
    return accepted;
  }

  @Override
  public boolean claim(int descriptor) {
    return claimed.add(descriptor);
  }

  @Override
  public void unclaim(int descriptor) {
    claimed.remove(descriptor);
  }

  private static byte[] terminated(byte[] path) {
    return Arrays.copyOf(path, path.length + 1);
  }
}
