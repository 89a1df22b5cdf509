// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Opens, names, sets and closes descriptors on Linux. */
final class LinuxDescriptors implements Descriptors {
  private final DescriptorCalls calls;
  private final StreamCalls streams;
  private final DatagramSockets datagrams;
  private final LinuxSettings settings;

  LinuxDescriptors(SystemCalls calls, LinuxTunnels devices) {
    this.calls = calls.descriptors();
    this.streams = calls.streams();
    this.datagrams = new LinuxDatagramSockets(calls.descriptors());
    this.settings = new LinuxSettings(calls.descriptors(), devices);
  }

  @Override
  public int socket(Family family, SocketType type) {
    int domain =
        switch (family) {
          case INET4 -> Constants.AF_INET;
          case INET6 -> Constants.AF_INET6;
          case LOCAL -> Constants.AF_UNIX;
        };
    return calls.socket(domain, type(type), 0);
  }

  @Override
  public int socketPair(SocketType type, int[] two) {
    return calls.socketpair(Constants.AF_UNIX, type(type), 0, two);
  }

  private static int type(SocketType type) {
    int plain =
        switch (type) {
          case STREAM -> Constants.SOCK_STREAM;
          case DATAGRAM -> Constants.SOCK_DGRAM;
          case SEQPACKET -> Constants.SOCK_SEQPACKET;
        };
    return plain | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
  }

  @Override
  public int pipe(int[] two) {
    return calls.pipe2(two, Constants.O_NONBLOCK | Constants.O_CLOEXEC);
  }

  @Override
  public int pipeCapacity(int descriptor, int bytes) {
    return streams.fcntl(descriptor, Constants.F_SETPIPE_SZ, bytes);
  }

  @Override
  public int openFile(String path) {
    // without O_NONBLOCK a FIFO would wait for its other end; on files it has no effect
    int flags =
        Constants.O_RDONLY | Constants.O_CLOEXEC | Constants.O_NOCTTY | Constants.O_NONBLOCK;
    int result;
    do {
      result = streams.open(path, flags);
    } while (result == -LinuxErrors.EINTR);
    return result;
  }

  @Override
  public int bind(int descriptor, NativeAddress address) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = SocketAddresses.encode(address, sockaddr);
    return length < 0 ? length : calls.bind(descriptor, sockaddr, length);
  }

  @Override
  public int choosePeer(int descriptor, NativeAddress peer) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE]; // AF_UNSPEC as it is
    int length =
        peer instanceof NativeAddress.None ? Short.BYTES : SocketAddresses.encode(peer, sockaddr);
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
      into.put(SocketAddresses.decode(sockaddr, length[0]));
    }
    return result;
  }

  @Override
  public int peerAddress(int descriptor, NativeAddress.Box into) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int[] length = {SocketAddresses.SIZE};
    int result = calls.getpeername(descriptor, sockaddr, length);
    if (result == 0) {
      into.put(SocketAddresses.decode(sockaddr, length[0]));
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
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    return settings.readSetting(descriptor, level, name, room);
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return settings.changeSetting(descriptor, level, name, value);
  }

  @Override
  public int tcpFigures(int descriptor, long[] figures) {
    return settings.tcpFigures(descriptor, figures);
  }

  @Override
  public int shutdown(int descriptor, int directions) {
    int how =
        switch (directions) {
          case Transfer.READ -> Constants.SHUT_RD;
          case Transfer.WRITE -> Constants.SHUT_WR;
          case Transfer.READ | Transfer.WRITE -> Constants.SHUT_RDWR;
          default -> throw new IllegalArgumentException("directions: " + directions);
        };
    return calls.shutdown(descriptor, how);
  }

  @Override
  public int available(int descriptor) {
    int[] count = new int[1];
    int result = calls.ioctl(descriptor, Constants.FIONREAD, count);
    return result < 0 ? result : count[0];
  }

  @Override
  public int close(int descriptor) {
    int result = calls.close(descriptor);
    // close(2): on Linux the descriptor is gone, and trying again could close someone else's.
    // socket(7): with SO_LINGER on and bytes unsent this waits, on a non-blocking socket as well.
    return result == -LinuxErrors.EINTR ? 0 : result;
  }
}
