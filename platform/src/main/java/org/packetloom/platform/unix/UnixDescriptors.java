// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

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

/** Opens, names, sets and closes descriptors. */
public abstract class UnixDescriptors implements Descriptors {
  private final DescriptorCalls calls;
  private final StreamCalls streams;
  private final UnixSystem system;
  private final DatagramSockets datagrams;
  private final SocketSettings settings;

  protected UnixDescriptors(UnixCalls calls, SocketSettings settings) {
    this.calls = calls.descriptors();
    this.streams = calls.streams();
    this.system = calls.system();
    this.datagrams = new UnixDatagramSockets(calls);
    this.settings = settings;
  }

  @Override
  public int socket(Family family, SocketType type) {
    int domain =
        switch (family) {
          case INET4 -> Posix.AF_INET;
          case INET6 -> system.sockets().AF_INET6();
          case LOCAL -> Posix.AF_UNIX;
        };
    return calls.socket(domain, type(type), 0);
  }

  @Override
  public int socketPair(SocketType type, int[] two) {
    return calls.socketpair(Posix.AF_UNIX, type(type), 0, two);
  }

  private int type(SocketType type) {
    int plain =
        switch (type) {
          case STREAM -> Posix.SOCK_STREAM;
          case DATAGRAM -> Posix.SOCK_DGRAM;
          case SEQPACKET -> Posix.SOCK_SEQPACKET;
        };
    return plain | system.sockets().SOCK_NONBLOCK() | system.sockets().SOCK_CLOEXEC();
  }

  @Override
  public int pipe(int[] two) {
    return calls.pipe2(two, system.open().O_NONBLOCK() | system.open().O_CLOEXEC());
  }

  @Override
  public int openFile(String path) {
    // without O_NONBLOCK a FIFO would wait for its other end; on files it has no effect
    int flags =
        Posix.O_RDONLY
            | system.open().O_CLOEXEC()
            | system.open().O_NOCTTY()
            | system.open().O_NONBLOCK();
    int result;
    do {
      result = streams.open(path, flags);
    } while (result == -UnixErrors.EINTR);
    return result;
  }

  @Override
  public int bind(int descriptor, NativeAddress address) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = system.addresses().encode(address, sockaddr);
    return length < 0 ? length : calls.bind(descriptor, sockaddr, length);
  }

  @Override
  public int choosePeer(int descriptor, NativeAddress peer) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE]; // AF_UNSPEC as it is
    int length =
        peer instanceof NativeAddress.None
            ? Short.BYTES
            : system.addresses().encode(peer, sockaddr);
    return length < 0 ? length : calls.connect(descriptor, sockaddr, length);
  }

  @Override
  public DatagramSockets datagrams() {
    return datagrams;
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return calls.listen(descriptor, backlog);
  }

  @Override
  public int localAddress(int descriptor, NativeAddress.Box into) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int[] length = {SocketAddresses.SIZE};
    int result = calls.getsockname(descriptor, sockaddr, length);
    if (result == 0) {
      into.put(system.addresses().decode(sockaddr, length[0]));
    }
    return result;
  }

  @Override
  public int peerAddress(int descriptor, NativeAddress.Box into) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int[] length = {SocketAddresses.SIZE};
    int result = calls.getpeername(descriptor, sockaddr, length);
    if (result == 0) {
      into.put(system.addresses().decode(sockaddr, length[0]));
    }
    return result;
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
          case Transfer.READ -> Posix.SHUT_RD;
          case Transfer.WRITE -> Posix.SHUT_WR;
          case Transfer.READ | Transfer.WRITE -> Posix.SHUT_RDWR;
          default -> throw new IllegalArgumentException("directions: " + directions);
        };
    return calls.shutdown(descriptor, how);
  }

  @Override
  public int available(int descriptor) {
    int[] count = new int[1];
    int result = calls.ioctl(descriptor, system.sockets().FIONREAD(), count);
    return result < 0 ? result : count[0];
  }

  @Override
  public int close(int descriptor) {
    int result = calls.close(descriptor);
    // close(2): on Linux the descriptor is gone, and trying again could close someone else's.
    // socket(7): with SO_LINGER on and bytes unsent this waits, on a non-blocking socket as well.
    return result == -UnixErrors.EINTR ? 0 : result;
  }
}
