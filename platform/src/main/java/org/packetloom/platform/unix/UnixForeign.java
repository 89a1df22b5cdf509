// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
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

/** Looks at and copies descriptors that others opened, and makes pipes with a name. */
public abstract class UnixForeign implements ForeignDescriptors {
  private static final byte[] NO_PATH = {0};

  private final UnixCalls calls;
  private final FileCalls files;
  private final OpenFlags flags;

  /** What was claimed, for as long as the process lives, as the platform does. */
  private final Set<Integer> claimed = ConcurrentHashMap.newKeySet();

  protected UnixForeign(UnixCalls calls) {
    this.calls = calls;
    this.flags = calls.system().open();
    this.files = calls.files();
  }

  @Override
  public int makeFifo(byte[] path, int mode) {
    return files.mkfifo(terminated(path), mode);
  }

  @Override
  public int openEnd(byte[] path, int direction) {
    int descriptor = open(terminated(path), direction);
    if (descriptor == -UnixErrors.ENXIO) {
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
    return result < 0 ? result : -UnixErrors.EINVAL;
  }

  /** Sockets and devices without a driver give the error of a pipe without a reader too. */
  private int withoutReader(byte[] path) {
    FileIdentity.Box box = new FileIdentity.Box();
    int result = identity(path, true, box);
    if (result < 0) {
      return result;
    }
    boolean isFifo = box.identity().kind() == FileIdentity.Kind.FIFO;
    return isFifo ? Transfer.NOT_READY : -UnixErrors.EINVAL;
  }

  /** Opens one direction of a file, non-blocking. */
  protected final int open(byte[] path, int direction) {
    int way = direction == Transfer.READ ? Posix.O_RDONLY : Posix.O_WRONLY;
    int all = way | flags.O_NONBLOCK() | flags.O_CLOEXEC() | flags.O_NOCTTY();
    int descriptor;
    do {
      descriptor = files.open(path, all);
    } while (descriptor == -UnixErrors.EINTR);
    return descriptor;
  }

  @Override
  public int identity(byte[] path, boolean isFollowing, FileIdentity.Box into) {
    return identity(flags.AT_FDCWD(), terminated(path), isFollowing, into);
  }

  @Override
  public int identity(int descriptor, FileIdentity.Box into) {
    return identity(descriptor, NO_PATH, false, into);
  }

  private int identity(int dirfd, byte[] path, boolean isFollowing, FileIdentity.Box into) {
    FileNumbers numbers = new FileNumbers();
    int result = calls.paths().stat(dirfd, path, isFollowing, numbers);
    if (result < 0) {
      return result;
    }
    into.put(new FileIdentity(kind(numbers, dirfd), numbers.device(), numbers.inode()));
    return 0;
  }

  private FileIdentity.Kind kind(FileNumbers numbers, int descriptor) {
    return switch (numbers.mode() & Posix.S_IFMT) {
      case Posix.S_IFIFO -> FileIdentity.Kind.FIFO;
      case Posix.S_IFSOCK -> FileIdentity.Kind.SOCKET;
      case Posix.S_IFREG -> FileIdentity.Kind.REGULAR;
      case Posix.S_IFCHR ->
          descriptor >= 0 && files.isatty(descriptor) == 1 && !isMaster(numbers)
              ? FileIdentity.Kind.TERMINAL
              : FileIdentity.Kind.OTHER;
      default -> FileIdentity.Kind.OTHER;
    };
  }

  /** Whether a device is the master of a pseudo-terminal, which opened once more is another one. */
  protected abstract boolean isMaster(FileNumbers numbers);

  @Override
  public int socketStatus(int descriptor, SocketStatus.Box into) {
    SocketNumbers numbers = calls.system().sockets();
    int[] domainAndProtocol = new int[2];
    int[] type = new int[1];
    int[] accepting = new int[1];
    int result = domainAndProtocol(descriptor, domainAndProtocol);
    result = result < 0 ? result : option(descriptor, numbers.SO_TYPE(), type);
    result = result < 0 ? result : option(descriptor, numbers.SO_ACCEPTCONN(), accepting);
    if (result < 0) {
      return result;
    }
    boolean isTcp = domainAndProtocol[1] == Posix.IPPROTO_TCP;
    into.put(
        new SocketStatus(family(domainAndProtocol[0]), type(type[0]), isTcp, accepting[0] != 0));
    return 0;
  }

  /** The number of a socket's family, and of its protocol. */
  protected abstract int domainAndProtocol(int descriptor, int[] two);

  /** An option of level SOL_SOCKET that is an int. */
  protected final int option(int descriptor, int name, int[] value) {
    byte[] raw = new byte[Integer.BYTES];
    int[] length = {raw.length};
    int level = calls.system().sockets().SOL_SOCKET();
    int result = calls.descriptors().getsockopt(descriptor, level, name, raw, length);
    value[0] = MemorySegment.ofArray(raw).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    return result;
  }

  private Optional<Family> family(int domain) {
    if (domain == calls.system().sockets().AF_INET6()) {
      return Optional.of(Family.INET6);
    }
    return switch (domain) {
      case Posix.AF_INET -> Optional.of(Family.INET4);
      case Posix.AF_UNIX -> Optional.of(Family.LOCAL);
      default -> Optional.empty();
    };
  }

  private static Optional<SocketType> type(int type) {
    return switch (type) {
      case Posix.SOCK_STREAM -> Optional.of(SocketType.STREAM);
      case Posix.SOCK_DGRAM -> Optional.of(SocketType.DATAGRAM);
      case Posix.SOCK_SEQPACKET -> Optional.of(SocketType.SEQPACKET);
      default -> Optional.empty();
    };
  }

  @Override
  public int setMode(int descriptor, int mode) {
    return files.fchmod(descriptor, mode);
  }

  @Override
  public int directions(int descriptor) {
    int found = files.fcntl(descriptor, Posix.F_GETFL, 0);
    if (found < 0) {
      return found;
    }
    if (isReference(found)) {
      return 0;
    }
    return switch (found & Posix.O_ACCMODE) {
      case Posix.O_RDONLY -> Transfer.READ;
      case Posix.O_WRONLY -> Transfer.WRITE;
      case Posix.O_RDWR -> Transfer.READ | Transfer.WRITE;
      default -> 0;
    };
  }

  /** Whether a descriptor with such flags stands for the name of a file alone. */
  protected abstract boolean isReference(int found);

  @Override
  public int isBlocking(int descriptor) {
    int found = files.fcntl(descriptor, Posix.F_GETFL, 0);
    if (found < 0) {
      return found;
    }
    return (found & flags.O_NONBLOCK()) == 0 ? 1 : 0;
  }

  @Override
  public int setBlocking(int descriptor, boolean isBlocking) {
    int found = files.fcntl(descriptor, Posix.F_GETFL, 0);
    if (found < 0) {
      return found;
    }
    int wanted = isBlocking ? found & ~flags.O_NONBLOCK() : found | flags.O_NONBLOCK();
    return wanted == found ? 0 : files.fcntl(descriptor, Posix.F_SETFL, wanted);
  }

  @Override
  public int closeOnExec(int descriptor) {
    return files.fcntl(descriptor, Posix.F_SETFD, Posix.FD_CLOEXEC);
  }

  @Override
  public int duplicate(int descriptor) {
    return files.fcntl(descriptor, flags.F_DUPFD_CLOEXEC(), 0);
  }

  @Override
  public int readiness(int descriptor) {
    int events;
    do {
      events = calls.polls().poll(descriptor, calls.system().events().everything());
    } while (events == -UnixErrors.EINTR);
    if (events < 0) {
      return events;
    }
    if ((events & Posix.POLLNVAL) != 0) {
      return -UnixErrors.EBADF;
    }
    return calls.system().events().readiness(events);
  }

  @Override
  public int readWaiting(int descriptor, ByteBuffer destination) {
    try (Arena arena = Arena.ofConfined()) {
      WaitMemory memory = new WaitMemory(arena);
      MemorySegment to = MemorySegment.ofBuffer(destination);
      int n;
      do {
        n = calls.bytes().readLarge(descriptor, to, memory);
      } while (n == -UnixErrors.EINTR);
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
      } while (n == -UnixErrors.EINTR);
      return n;
    }
  }

  @Override
  public int acceptWaiting(int descriptor, NativeAddress.Box peer) {
    byte[] address = new byte[SocketAddresses.SIZE];
    int[] length = {SocketAddresses.SIZE};
    SocketNumbers numbers = calls.system().sockets();
    int both = numbers.SOCK_NONBLOCK() | numbers.SOCK_CLOEXEC();
    int accepted;
    do {
      accepted = calls.descriptors().accept4Waiting(descriptor, address, length, both);
    } while (accepted == -UnixErrors.EINTR);
    if (accepted >= 0) {
      peer.put(calls.system().addresses().decode(address, length[0]));
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

  /** A path with a zero byte at its end. */
  protected static byte[] terminated(byte[] path) {
    return Arrays.copyOf(path, path.length + 1);
  }
}
