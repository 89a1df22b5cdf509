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
  private final LinuxTunnels devices;
  private final DatagramSockets datagrams;

  LinuxDescriptors(SystemCalls calls, LinuxTunnels devices) {
    this.calls = calls.descriptors();
    this.streams = calls.streams();
    this.devices = devices;
    this.datagrams = new LinuxDatagramSockets(calls.descriptors());
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
  public int setting(int descriptor, SocketSetting setting, int[] value) {
    if (isOfDevice(setting)) {
      return devices.setting(descriptor, setting, value);
    }
    int[] raw = new int[setting == SocketSetting.LINGER ? 2 : 1];
    int result = calls.getsockopt(descriptor, level(setting), name(setting), raw);
    if (result != 0) {
      return result;
    }
    value[0] =
        switch (setting) {
          // socket(7): the kernel doubles what is set, for its own needs, and reports the double.
          case SEND_BUFFER, RECEIVE_BUFFER -> raw[0] / 2;
          case KEEP_ALIVE, REUSE_ADDRESS, BROADCAST, NO_DELAY, ONLY_IPV6 -> raw[0] == 0 ? 0 : 1;
          case LINGER -> raw[0] == 0 ? -1 : raw[1];
          case PENDING_ERROR, DEVICE_MTU, DEVICE_QUEUE_LENGTH -> raw[0];
        };
    return 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, int value) {
    if (isOfDevice(setting)) {
      return devices.setting(descriptor, setting, value);
    }
    int[] raw =
        switch (setting) {
          case LINGER -> new int[] {value < 0 ? 0 : 1, Math.max(value, 0)};
          case PENDING_ERROR -> throw new IllegalArgumentException("read-only: " + setting);
          case SEND_BUFFER,
              RECEIVE_BUFFER,
              KEEP_ALIVE,
              REUSE_ADDRESS,
              BROADCAST,
              NO_DELAY,
              ONLY_IPV6,
              DEVICE_MTU,
              DEVICE_QUEUE_LENGTH ->
              new int[] {value};
        };
    return calls.setsockopt(descriptor, level(setting), name(setting), raw);
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

  private static boolean isOfDevice(SocketSetting setting) {
    return setting == SocketSetting.DEVICE_MTU || setting == SocketSetting.DEVICE_QUEUE_LENGTH;
  }

  private static int level(SocketSetting setting) {
    return switch (setting) {
      case DEVICE_MTU, DEVICE_QUEUE_LENGTH -> throw new IllegalArgumentException("" + setting);
      case SEND_BUFFER,
          RECEIVE_BUFFER,
          KEEP_ALIVE,
          REUSE_ADDRESS,
          BROADCAST,
          LINGER,
          PENDING_ERROR ->
          Constants.SOL_SOCKET;
      case NO_DELAY -> Constants.IPPROTO_TCP;
      case ONLY_IPV6 -> Constants.IPPROTO_IPV6;
    };
  }

  private static int name(SocketSetting setting) {
    return switch (setting) {
      case DEVICE_MTU, DEVICE_QUEUE_LENGTH -> throw new IllegalArgumentException("" + setting);
      case SEND_BUFFER -> Constants.SO_SNDBUF;
      case RECEIVE_BUFFER -> Constants.SO_RCVBUF;
      case KEEP_ALIVE -> Constants.SO_KEEPALIVE;
      case REUSE_ADDRESS -> Constants.SO_REUSEADDR;
      case BROADCAST -> Constants.SO_BROADCAST;
      case NO_DELAY -> Constants.TCP_NODELAY;
      case LINGER -> Constants.SO_LINGER;
      case ONLY_IPV6 -> Constants.IPV6_V6ONLY;
      case PENDING_ERROR -> Constants.SO_ERROR;
    };
  }
}
