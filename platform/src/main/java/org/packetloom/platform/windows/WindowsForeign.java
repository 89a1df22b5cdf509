// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketStatus;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * Looks at descriptors of this package, and at the standard streams, which are the numbers 0 to 2.
 * Windows has no pipes with a name in the file system, no second descriptor of a socket that would
 * share its port, and hands no numbers of descriptors on: what would need them is not implemented
 * there.
 */
final class WindowsForeign implements ForeignDescriptors {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  private final WindowsSystem system;
  private final WindowsSettings settings;

  /** What was claimed, for as long as the process lives. */
  private final Set<Integer> claimed = ConcurrentHashMap.newKeySet();

  WindowsForeign(WindowsSystem system) {
    this.system = system;
    this.settings = new WindowsSettings(new WinsockOptions(system));
    for (int number = 0; number < HandleTable.FIRST; number++) {
      HandleEntry standard = HandleEntry.ofFile(FileBytes.standard(number));
      standard.extra(number == 0 ? Transfer.READ : Transfer.WRITE); // its directions
      boolean unused = system.handles().putStandard(number, standard);
    }
  }

  @Override
  public int makeFifo(byte[] path, int mode) {
    return MISSING;
  }

  @Override
  public int openEnd(byte[] path, int direction) {
    return MISSING;
  }

  @Override
  public int identity(byte[] path, boolean isFollowing, FileIdentity.Box into) {
    int way = isFollowing ? 0 : Kernel32Files.FILE_FLAG_OPEN_REPARSE_POINT;
    long handle =
        Kernel32Files.open(
            PathNames.toWindows(path),
            Kernel32Files.FILE_READ_ATTRIBUTES,
            Constants.OPEN_EXISTING,
            Constants.FILE_FLAG_BACKUP_SEMANTICS | way);
    if (handle < 0) {
      return (int) handle;
    }
    FileInformation[] found = new FileInformation[1];
    int result = Kernel32Files.information(handle, found);
    if (result == 0) {
      into.put(new FileIdentity(kind(found[0]), found[0].volume(), found[0].index()));
    }
    int unused = system.close(HandleEntry.ofFile(handle)); // nothing was written
    return result;
  }

  private static FileIdentity.Kind kind(FileInformation file) {
    if (file.isSocket()) {
      return FileIdentity.Kind.SOCKET;
    }
    return file.tag() == 0 && !file.isFolder()
        ? FileIdentity.Kind.REGULAR
        : FileIdentity.Kind.OTHER;
  }

  @Override
  public int identity(int descriptor, FileIdentity.Box into) {
    HandleEntry entry = system.entry(descriptor);
    if (entry.handle() == Constants.INVALID_HANDLE_VALUE) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    FileIdentity.Kind kind =
        switch (entry.type()) {
          case SOCKET -> FileIdentity.Kind.SOCKET;
          case PIPE -> FileIdentity.Kind.FIFO;
          case FILE ->
              switch (Kernel32Files.type(entry.handle())) {
                case Kernel32Files.FILE_TYPE_DISK -> FileIdentity.Kind.REGULAR;
                case Kernel32Files.FILE_TYPE_PIPE -> FileIdentity.Kind.FIFO;
                default -> FileIdentity.Kind.OTHER;
              };
        };
    into.put(new FileIdentity(kind, 0, entry.handle()));
    return 0;
  }

  @Override
  public int socketStatus(int descriptor, SocketStatus.Box into) {
    HandleEntry entry = system.entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    long[] isListening = new long[1];
    int result = settings.setting(descriptor, SocketSetting.IS_LISTENING, isListening);
    boolean isTcp = entry.socketType() == SocketType.STREAM;
    if (result == 0) {
      into.put(
          new SocketStatus(
              Optional.of(entry.family()),
              Optional.of(entry.socketType()),
              isTcp,
              isListening[0] != 0));
    }
    return result;
  }

  @Override
  public int setMode(int descriptor, int mode) {
    return MISSING;
  }

  @Override
  public int directions(int descriptor) {
    HandleEntry entry = system.entry(descriptor);
    if (entry.handle() == Constants.INVALID_HANDLE_VALUE) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    return switch (entry.type()) {
      case SOCKET, PIPE -> Transfer.READ | Transfer.WRITE;
      case FILE -> entry.extra().orElse(Transfer.READ) instanceof Integer known ? known : 0;
    };
  }

  /** Sockets and pipes are made not to wait here. */
  @Override
  public int isBlocking(int descriptor) {
    return system.entry(descriptor).type() == HandleEntry.Type.FILE ? 1 : 0;
  }

  @Override
  public int setBlocking(int descriptor, boolean isBlocking) {
    HandleEntry entry = system.entry(descriptor);
    if (!entry.isSocket()) {
      return (isBlocking(descriptor) == 1) == isBlocking ? 0 : MISSING;
    }
    Scratch scratch = system.scratches().take();
    try {
      scratch.small().set(JAVA_INT, 0, isBlocking ? 0 : 1);
      return Winsock.ioctl(entry.handle(), Constants.FIONBIO, scratch.small(), scratch.state());
    } finally {
      system.scratches().give(scratch);
    }
  }

  /** No handle of ours is inherited. */
  @Override
  public int closeOnExec(int descriptor) {
    return 0;
  }

  /** Of files: a second descriptor of a socket or pipe would share its port. */
  @Override
  public int duplicate(int descriptor) {
    HandleEntry entry = system.entry(descriptor);
    if (entry.type() != HandleEntry.Type.FILE) {
      return MISSING;
    }
    long handle = FileBytes.duplicate(entry.handle());
    if (handle < 0) {
      return (int) handle;
    }
    HandleEntry made = HandleEntry.ofFile(handle);
    entry.extra().ifPresent(made::extra);
    return system.handles().add(made);
  }

  @Override
  public int reopen(int descriptor, int direction) {
    return MISSING;
  }

  @Override
  public int readiness(int descriptor) {
    HandleEntry entry = system.entry(descriptor);
    return switch (entry.type()) {
      case SOCKET -> WinsockPoll.look(entry.handle());
      case PIPE -> PipeLook.readiness(entry, system);
      case FILE -> Readiness.READABLE | Readiness.WRITABLE;
    };
  }

  @Override
  public int readWaiting(int descriptor, ByteBuffer destination) {
    HandleEntry entry = system.entry(descriptor);
    return entry.type() == HandleEntry.Type.FILE
        ? FileBytes.read(entry.handle(), destination)
        : MISSING;
  }

  @Override
  public int writeWaiting(int descriptor, ByteBuffer source) {
    HandleEntry entry = system.entry(descriptor);
    return entry.type() == HandleEntry.Type.FILE
        ? FileBytes.write(entry.handle(), source)
        : MISSING;
  }

  @Override
  public int acceptWaiting(int descriptor, NativeAddress.Box peer) {
    return MISSING;
  }

  @Override
  public boolean claim(int descriptor) {
    return claimed.add(descriptor);
  }

  @Override
  public void unclaim(int descriptor) {
    claimed.remove(descriptor);
  }
}
