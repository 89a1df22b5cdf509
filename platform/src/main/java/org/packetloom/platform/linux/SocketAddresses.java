// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.packetloom.platform.NativeAddress;

/**
 * Turns addresses into {@code struct sockaddr} and back.
 *
 * <p>The length of a Unix-domain address is part of it: an abstract name has exactly the bytes that
 * the length counts, zero bytes included, and an unnamed socket has none. A path ends at the first
 * zero byte or at the length; Linux lets 108 bytes go without a zero byte, and then reports a
 * length greater than that of the struct.
 */
final class SocketAddresses {
  /** Room for any address. */
  static final int SIZE = (int) Layouts.sockaddr_storage.byteSize();

  private static final int FAMILY_SIZE = Short.BYTES;
  private static final int PORT = offset(Layouts.sockaddr_in, "sin_port");
  private static final int ADDRESS = offset(Layouts.sockaddr_in, "sin_addr");
  private static final int ADDRESS6 = offset(Layouts.sockaddr_in6, "sin6_addr");
  private static final int SCOPE6 = offset(Layouts.sockaddr_in6, "sin6_scope_id");
  private static final int NAME = offset(Layouts.sockaddr_un, "sun_path");
  private static final int NAME_SIZE = (int) Layouts.sockaddr_un.byteSize() - NAME;

  private SocketAddresses() {}

  /**
   * Writes a sockaddr.
   *
   * @param into at least {@link #SIZE} zero bytes
   * @return its length, or the negated error number
   */
  static int encode(NativeAddress address, byte[] into) {
    return switch (address) {
      case NativeAddress.Internet internet -> encode(internet.address(), into);
      case NativeAddress.Local local -> encode(local.name(), into);
      case NativeAddress.None _ -> -LinuxErrors.EAFNOSUPPORT;
    };
  }

  /**
   * Writes a sockaddr into native memory, or nothing for no address.
   *
   * @param into has room for {@link #SIZE} bytes from the offset on
   * @return its length, 0 for no address, or the negated error number
   */
  static int encode(NativeAddress address, MemorySegment into, long offset) {
    if (address instanceof NativeAddress.None) {
      return 0;
    }
    byte[] sockaddr = new byte[SIZE];
    int length = encode(address, sockaddr);
    if (length > 0) {
      MemorySegment.copy(sockaddr, 0, into, ValueLayout.JAVA_BYTE, offset, SIZE);
    }
    return length;
  }

  /**
   * Reads a sockaddr that the kernel wrote.
   *
   * @param length as the kernel set it
   */
  static NativeAddress decode(byte[] sockaddr, int length) {
    if (length < FAMILY_SIZE) {
      return NativeAddress.None.NONE;
    }
    return switch (inHostOrder(sockaddr).getShort(0)) {
      case Constants.AF_INET -> internet(sockaddr);
      case Constants.AF_INET6 -> internet6(sockaddr);
      case Constants.AF_UNIX -> local(sockaddr, Math.min(length, NAME + NAME_SIZE));
      default -> NativeAddress.None.NONE;
    };
  }

  private static int encode(InetSocketAddress address, byte[] into) {
    ByteBuffer host = inHostOrder(into);
    ByteBuffer network = ByteBuffer.wrap(into);
    network.putShort(PORT, (short) address.getPort());
    if (address.getAddress() instanceof Inet6Address inet6) {
      host.putShort(0, (short) Constants.AF_INET6);
      network.put(ADDRESS6, inet6.getAddress());
      host.putInt(SCOPE6, inet6.getScopeId());
      return (int) Layouts.sockaddr_in6.byteSize();
    }
    host.putShort(0, (short) Constants.AF_INET);
    network.put(ADDRESS, address.getAddress().getAddress());
    return (int) Layouts.sockaddr_in.byteSize();
  }

  private static int encode(byte[] name, byte[] into) {
    inHostOrder(into).putShort(0, (short) Constants.AF_UNIX);
    if (name.length == 0) {
      return FAMILY_SIZE;
    }
    boolean isAbstract = name[0] == 0;
    // A path gets a zero byte at its end, which must fit as well.
    int length = isAbstract ? name.length : name.length + 1;
    if (length > NAME_SIZE) {
      return -LinuxErrors.ENAMETOOLONG;
    }
    if (!isAbstract && indexOfZero(name, 0, name.length) < name.length) {
      return -LinuxErrors.EINVAL;
    }
    System.arraycopy(name, 0, into, NAME, name.length);
    return NAME + length;
  }

  private static NativeAddress internet(byte[] sockaddr) {
    byte[] address = Arrays.copyOfRange(sockaddr, ADDRESS, ADDRESS + 4);
    return new NativeAddress.Internet(new InetSocketAddress(inet(address, 0), port(sockaddr)));
  }

  private static NativeAddress internet6(byte[] sockaddr) {
    byte[] address = Arrays.copyOfRange(sockaddr, ADDRESS6, ADDRESS6 + 16);
    int scope = inHostOrder(sockaddr).getInt(SCOPE6);
    return new NativeAddress.Internet(new InetSocketAddress(inet(address, scope), port(sockaddr)));
  }

  private static InetAddress inet(byte[] address, int scope) {
    try {
      // Without a scope an IPv4-mapped address comes out as the IPv4 address it stands for.
      return scope == 0
          ? InetAddress.getByAddress(address)
          : Inet6Address.getByAddress(null, address, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("length " + address.length, e);
    }
  }

  private static int port(byte[] sockaddr) {
    return Short.toUnsignedInt(ByteBuffer.wrap(sockaddr).getShort(PORT));
  }

  private static NativeAddress local(byte[] sockaddr, int length) {
    boolean isPath = length > NAME && sockaddr[NAME] != 0;
    int end = isPath ? indexOfZero(sockaddr, NAME, length) : length;
    return new NativeAddress.Local(Arrays.copyOfRange(sockaddr, NAME, Math.max(NAME, end)));
  }

  private static int indexOfZero(byte[] bytes, int from, int to) {
    int index = from;
    while (index < to && bytes[index] != 0) {
      index++;
    }
    return index;
  }

  private static ByteBuffer inHostOrder(byte[] sockaddr) {
    return ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
  }

  private static int offset(StructLayout layout, String member) {
    return (int) layout.byteOffset(groupElement(member));
  }
}
