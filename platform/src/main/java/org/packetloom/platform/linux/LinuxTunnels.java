// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.TunnelDevices;

/**
 * Makes TUN and TAP devices.
 *
 * <p>A device is set up by its name, through any socket; the name is asked for each time, as an
 * administrator may change it. Addresses are given through a netlink socket, which takes those of
 * both families with their prefix in one step.
 */
final class LinuxTunnels implements TunnelDevices {
  private static final String NODE = "/dev/net/tun";
  private static final int IFREQ_SIZE = (int) Layouts.ifreq.byteSize();
  private static final int VALUE = (int) Layouts.ifreq.byteOffset(groupElement("ifr_ifru"));

  private final SystemCalls calls;

  LinuxTunnels(SystemCalls calls) {
    this.calls = calls;
  }

  @Override
  public String node() {
    return NODE;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A request for no kind of device is refused: for lack of privilege first, for its nonsense
   * (EINVAL) only then.
   */
  @Override
  public int probe() {
    int descriptor = openNode();
    if (descriptor < 0) {
      return descriptor;
    }
    try {
      ByteBuffer request = request(new byte[0]);
      request.putShort(VALUE, (short) Constants.IFF_NO_PI);
      int result = ask(descriptor, Constants.TUNSETIFF, request);
      return result == -LinuxErrors.EINVAL ? 0 : result;
    } finally {
      calls.unix().descriptors().close(descriptor);
    }
  }

  private int openNode() {
    int flags = Constants.O_RDWR | Constants.O_NONBLOCK | Constants.O_CLOEXEC;
    return calls.devices().open(NODE, flags);
  }

  @Override
  public int open(Layer layer, String name, boolean isShared) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= Constants.IFNAMSIZ) {
      return -LinuxErrors.ENAMETOOLONG;
    }
    int descriptor = openNode();
    if (descriptor < 0) {
      return descriptor;
    }
    ByteBuffer request = request(bytes);
    int kind = layer == Layer.NETWORK ? Constants.IFF_TUN : Constants.IFF_TAP;
    int sharing = isShared ? Constants.IFF_MULTI_QUEUE : 0;
    request.putShort(VALUE, (short) (kind | Constants.IFF_NO_PI | sharing));
    int result = ask(descriptor, Constants.TUNSETIFF, request);
    if (result < 0) {
      calls.unix().descriptors().close(descriptor);
      return result;
    }
    return descriptor;
  }

  @Override
  public int name(int descriptor, String[] into) {
    ByteBuffer request = request(new byte[0]);
    int result = ask(descriptor, Constants.TUNGETIFF, request);
    if (result >= 0) {
      byte[] bytes = name(request);
      into[0] = new String(bytes, StandardCharsets.UTF_8);
    }
    return result;
  }

  @Override
  public int address(int descriptor, InetAddress address, int prefixLength) {
    int index = throughSocket(descriptor, Constants.SIOCGIFINDEX, 0, true);
    return index < 0 ? index : RouteMessages.address(calls, index, address, prefixLength);
  }

  @Override
  public int up(int descriptor) {
    int found = throughSocket(descriptor, Constants.SIOCGIFFLAGS, 0, true);
    if (found < 0) {
      return found;
    }
    int flags = found & 0xffff;
    if ((flags & Constants.IFF_UP) != 0) {
      return 0;
    }
    return throughSocket(descriptor, Constants.SIOCSIFFLAGS, flags | Constants.IFF_UP, false);
  }

  /** Whether a setting is one of devices. */
  static boolean has(SocketSetting setting) {
    return setting == SocketSetting.DEVICE_MTU || setting == SocketSetting.DEVICE_QUEUE_LENGTH;
  }

  /** Reads a setting of a device. */
  int setting(int descriptor, SocketSetting setting, long[] value) {
    boolean isMtu = setting == SocketSetting.DEVICE_MTU;
    int request = isMtu ? Constants.SIOCGIFMTU : Constants.SIOCGIFTXQLEN;
    int result = throughSocket(descriptor, request, 0, true);
    if (result < 0) {
      return result;
    }
    value[0] = result;
    return 0;
  }

  /** Changes a setting of a device. */
  int setting(int descriptor, SocketSetting setting, long value) {
    boolean isMtu = setting == SocketSetting.DEVICE_MTU;
    int request = isMtu ? Constants.SIOCSIFMTU : Constants.SIOCSIFTXQLEN;
    return throughSocket(descriptor, request, (int) value, false);
  }

  /** Asks a socket about the interface of a device; the answer, if there is one, or 0. */
  private int throughSocket(int descriptor, int what, int value, boolean hasAnswer) {
    ByteBuffer request = request(new byte[0]);
    int result = ask(descriptor, Constants.TUNGETIFF, request);
    if (result < 0) {
      return result;
    }
    request.put(VALUE, new byte[IFREQ_SIZE - VALUE]).putInt(VALUE, value);
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;
    int socket = calls.unix().descriptors().socket(Constants.AF_UNIX, type, 0);
    if (socket < 0) {
      return socket;
    }
    try {
      result = ask(socket, what, request);
      return result < 0 || !hasAnswer ? result : request.getInt(VALUE);
    } finally {
      calls.unix().descriptors().close(socket);
    }
  }

  private int ask(int descriptor, int what, ByteBuffer request) {
    int result;
    do {
      result = calls.devices().ioctlStruct(descriptor, what, request.array());
    } while (result == -LinuxErrors.EINTR);
    return Math.min(result, 0);
  }

  /** A {@code struct ifreq} with a name. */
  private static ByteBuffer request(byte[] name) {
    return ByteBuffer.allocate(IFREQ_SIZE).order(ByteOrder.nativeOrder()).put(0, name);
  }

  private static byte[] name(ByteBuffer request) {
    int length = 0;
    while (length < Constants.IFNAMSIZ && request.get(length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    request.get(0, bytes);
    return bytes;
  }
}
