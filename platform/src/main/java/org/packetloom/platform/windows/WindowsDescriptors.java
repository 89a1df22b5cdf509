// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.TcpFigure;
import org.packetloom.platform.Transfer;

/** Opens, names, sets and closes descriptors on Windows. */
final class WindowsDescriptors implements Descriptors {
  private final WindowsSystem system;
  private final Scratch.Pool scratches;
  private final OptionCalls options;
  private final SocketSettings settings;
  private final DatagramSockets datagrams;
  private final WindowsPipes pipes;

  WindowsDescriptors(WindowsSystem system, WindowsPipes pipes) {
    this.system = system;
    this.scratches = system.scratches();
    this.options = new WinsockOptions(system);
    this.settings = new WindowsSettings(options);
    this.datagrams = new WindowsDatagramSockets(options);
    this.pipes = pipes;
  }

  @Override
  public int socket(Family family, SocketType type) {
    if (type == SocketType.SEQPACKET) {
      return -WindowsErrors.WSAESOCKTNOSUPPORT;
    }
    long socket = system.openSocket(family, type);
    if (socket < 0) {
      return (int) socket;
    }
    int descriptor = system.handles().add(HandleEntry.ofSocket(socket, family, type));
    if (type == SocketType.DATAGRAM) {
      UdpErrors.tell(descriptor, false, options);
    }
    return descriptor;
  }

  @Override
  public int socketPair(SocketType type, int[] two) {
    return type == SocketType.STREAM
        ? new SocketPair(this, system).open(two)
        : -WindowsErrors.WSAEOPNOTSUPP;
  }

  @Override
  public int pipe(int[] two) {
    return pipes.pipe(two);
  }

  @Override
  public int pipeCapacity(int descriptor, int bytes) {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public int openFile(String path) {
    return pipes.openFile(path);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Windows lets a socket with SO_REUSEADDR take the address of another one away, of any
   * process, unless that one has SO_EXCLUSIVEADDRUSE. So streams always have the latter, as binding
   * over connections of the past needs neither of them here; and so do sockets of datagrams that
   * may not share their address.
   */
  @Override
  public int bind(int descriptor, NativeAddress address) {
    HandleEntry entry = system.entry(descriptor);
    Scratch scratch = scratches.take();
    try {
      int result = isForItselfAlone(descriptor, entry) ? ensureExclusive(entry, scratch) : 0;
      if (result < 0) {
        return result;
      }
      int length = SocketAddresses.encode(address, scratch.segment());
      if (length < 0) {
        return length;
      }
      result = Winsock.bind(entry.handle(), scratch.segment(), length, scratch.state());
      if (result == 0) {
        entry.bound();
      }
      // WSAEACCES: the address is another one's who has it for itself alone
      return result == -WindowsErrors.WSAEACCES ? -WindowsErrors.WSAEADDRINUSE : result;
    } finally {
      scratches.give(scratch);
    }
  }

  private boolean isForItselfAlone(int descriptor, HandleEntry entry) {
    if (!entry.isSocket() || entry.family() == Family.LOCAL) {
      return false;
    }
    long[] mayShare = new long[1];
    return entry.socketType() == SocketType.STREAM
        || settings.setting(descriptor, SocketSetting.REUSE_ADDRESS, mayShare) < 0
        || mayShare[0] == 0;
  }

  private static int ensureExclusive(HandleEntry entry, Scratch scratch) {
    scratch.small().set(JAVA_INT, 0, 1);
    return Winsock.setsockopt(
        entry.handle(),
        Constants.SOL_SOCKET,
        Constants.SO_EXCLUSIVEADDRUSE,
        scratch.small(),
        Integer.BYTES,
        scratch.state());
  }

  @Override
  public int choosePeer(int descriptor, NativeAddress peer) {
    Scratch scratch = scratches.take();
    try {
      MemorySegment address = scratch.segment();
      int length = 16; // a sockaddr of AF_UNSPEC gives the peer up
      if (peer instanceof NativeAddress.None) {
        address.asSlice(0, length).fill((byte) 0);
      } else {
        length = SocketAddresses.encode(peer, address);
        length = length < 0 ? length : fit(address, length, system.entry(descriptor));
      }
      if (length < 0) {
        return length;
      }
      long socket = system.handle(descriptor);
      int result = Winsock.connect(socket, address, length, scratch.state());
      if (result == 0) {
        UdpErrors.tell(descriptor, !(peer instanceof NativeAddress.None), options);
      }
      return result;
    } finally {
      scratches.give(scratch);
    }
  }

  private static int fit(MemorySegment address, int length, HandleEntry entry) {
    return entry.isSocket() && entry.family() != Family.LOCAL
        ? SocketAddresses.fit(address, length, entry.family())
        : length;
  }

  @Override
  public DatagramSockets datagrams() {
    return datagrams;
  }

  @Override
  public int listen(int descriptor, int backlog) {
    Scratch scratch = scratches.take();
    try {
      return Winsock.listen(system.handle(descriptor), backlog, scratch.state());
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int localAddress(int descriptor, NativeAddress.Box into) {
    Scratch scratch = scratches.take();
    try {
      HandleEntry entry = system.entry(descriptor);
      MemorySegment size = scratch.small();
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      MemorySegment name = scratch.segment();
      int result = Winsock.getsockname(entry.handle(), name, size, scratch.state());
      if (result == -WindowsErrors.WSAEINVAL && entry.isSocket()) { // it is not bound yet
        size.set(JAVA_INT, 0, SocketAddresses.encodeAny(entry.family(), name));
        result = 0;
      }
      if (result == 0) {
        into.put(SocketAddresses.decode(name, size.get(JAVA_INT, 0)));
      }
      return result;
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int peerAddress(int descriptor, NativeAddress.Box into) {
    Scratch scratch = scratches.take();
    try {
      MemorySegment size = scratch.small();
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      MemorySegment name = scratch.segment();
      long handle = system.handle(descriptor);
      int result = Winsock.getpeername(handle, name, size, scratch.state());
      if (result == 0) {
        into.put(SocketAddresses.decode(name, size.get(JAVA_INT, 0)));
      }
      return result;
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    return settings.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    return settings.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    return settings.setting(descriptor, setting, value);
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String value) {
    return settings.setting(descriptor, setting, value);
  }

  @Override
  public boolean has(int descriptor, SocketSetting setting) {
    return settings.has(descriptor, setting);
  }

  @Override
  public boolean hasTcpFigures(int descriptor) {
    return settings.hasTcpFigures(descriptor);
  }

  @Override
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    return settings.readSetting(descriptor, level, name, room);
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return settings.changeSetting(descriptor, level, name, value);
  }

  @Override
  public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
    return settings.tcpFigures(descriptor, figures);
  }

  @Override
  public int shutdown(int descriptor, int directions) {
    int how =
        switch (directions) {
          case Transfer.READ -> Constants.SD_RECEIVE;
          case Transfer.WRITE -> Constants.SD_SEND;
          case Transfer.READ | Transfer.WRITE -> Constants.SD_BOTH;
          default -> throw new IllegalArgumentException("directions: " + directions);
        };
    HandleEntry entry = system.entry(descriptor);
    if (entry.type() == HandleEntry.Type.PIPE) {
      return pipes.shutdown(entry, directions);
    }
    Scratch scratch = scratches.take();
    try {
      int result = Winsock.shutdown(entry.handle(), how, scratch.state());
      if (result == 0 && (directions & Transfer.READ) != 0) {
        entry.endInput();
      }
      return result;
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int available(int descriptor) {
    HandleEntry entry = system.entry(descriptor);
    if (entry.type() == HandleEntry.Type.PIPE) {
      return pipes.available(entry);
    }
    Scratch scratch = scratches.take();
    try {
      MemorySegment count = scratch.small();
      int result = Winsock.ioctl(entry.handle(), Constants.FIONREAD, count, scratch.state());
      return result < 0 ? result : count.get(JAVA_INT, 0);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int close(int descriptor) {
    HandleEntry entry = system.handles().find(descriptor);
    if (entry == null) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    int result = entry.release() ? system.close(entry) : 0;
    system.handles().remove(descriptor);
    return result;
  }
}
