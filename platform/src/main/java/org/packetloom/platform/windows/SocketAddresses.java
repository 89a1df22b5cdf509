// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;

/** Turns addresses into {@code struct sockaddr} and back. */
final class SocketAddresses {
  /** Room for any address. */
  static final int SIZE = Layouts.SOCKADDR_STORAGE_SIZE;

  private static final int FAMILY_SIZE = Short.BYTES;
  private static final long PORT = Layouts.offset(Layouts.sockaddr_in, "sin_port");
  private static final long ADDRESS = Layouts.offset(Layouts.sockaddr_in, "sin_addr");
  private static final long ADDRESS6 = Layouts.offset(Layouts.sockaddr_in6, "sin6_addr");
  private static final long SCOPE6 = Layouts.offset(Layouts.sockaddr_in6, "sin6_scope_id");
  private static final long NAME = Layouts.offset(Layouts.sockaddr_un, "sun_path");
  private static final int NAME_SIZE = (int) (Layouts.sockaddr_un.byteSize() - NAME);

  private SocketAddresses() {}

  /** The number of a family. */
  static int number(Family family) {
    return switch (family) {
      case INET4 -> Constants.AF_INET;
      case INET6 -> Constants.AF_INET6;
      case LOCAL -> Constants.AF_UNIX;
    };
  }

  /**
   * Writes a sockaddr.
   *
   * @param into at least {@link #SIZE} bytes
   * @return its length, or the negated error number
   */
  static int encode(NativeAddress address, MemorySegment into) {
    into.asSlice(0, SIZE).fill((byte) 0);
    return switch (address) {
      case NativeAddress.Internet internet -> encode(internet.address(), into);
      case NativeAddress.Local local -> encode(local.name(), into);
      case NativeAddress.None _ -> -WindowsErrors.WSAEAFNOSUPPORT;
    };
  }

  /**
   * Makes an internet address one of the socket's family: Windows does not take those of version 4
   * on sockets of version 6, which other systems do.
   *
   * @return its length, or the negated error number
   */
  static int fit(MemorySegment sockaddr, int size, Family family) {
    boolean is6 = isVersion6(sockaddr, 0);
    if (is6 == (family == Family.INET6)) {
      return size;
    }
    return is6 ? -WindowsErrors.WSAEAFNOSUPPORT : mapToVersion6(sockaddr);
  }

  /**
   * Turns a sockaddr of version 4 into that of version 6 which stands for it.
   *
   * @return its length
   */
  private static int mapToVersion6(MemorySegment sockaddr) {
    int address = sockaddr.get(JAVA_INT_UNALIGNED, ADDRESS);
    sockaddr.asSlice(ADDRESS, SIZE - ADDRESS).fill((byte) 0); // the port stands in the same place
    sockaddr.set(JAVA_SHORT_UNALIGNED, 0, (short) Constants.AF_INET6);
    sockaddr.set(JAVA_SHORT_UNALIGNED, ADDRESS6 + 10, (short) 0xffff);
    sockaddr.set(JAVA_INT_UNALIGNED, ADDRESS6 + 12, address);
    return (int) Layouts.sockaddr_in6.byteSize();
  }

  /** Whether a sockaddr is one of version 6. */
  static boolean isVersion6(MemorySegment memory, long at) {
    return memory.get(JAVA_SHORT_UNALIGNED, at) == Constants.AF_INET6;
  }

  /** Writes the address that stands for any address of this machine, and any port. */
  static int encodeAny(Family family, MemorySegment into) {
    into.asSlice(0, SIZE).fill((byte) 0);
    into.set(JAVA_SHORT_UNALIGNED, 0, (short) number(family));
    return switch (family) {
      case INET4 -> (int) Layouts.sockaddr_in.byteSize();
      case INET6 -> (int) Layouts.sockaddr_in6.byteSize();
      case LOCAL -> FAMILY_SIZE;
    };
  }

  /**
   * Reads a sockaddr that Windows wrote.
   *
   * @param length as Windows set it
   */
  static NativeAddress decode(MemorySegment sockaddr, int length) {
    if (length < FAMILY_SIZE) {
      return NativeAddress.None.NONE;
    }
    return switch (sockaddr.get(JAVA_SHORT_UNALIGNED, 0)) {
      case Constants.AF_INET -> internet(sockaddr);
      case Constants.AF_INET6 -> internet6(sockaddr);
      case Constants.AF_UNIX -> local(sockaddr, length);
      default -> NativeAddress.None.NONE;
    };
  }

  private static int encode(InetSocketAddress address, MemorySegment into) {
    into.set(JAVA_SHORT_UNALIGNED, PORT, Short.reverseBytes((short) address.getPort()));
    byte[] bytes = address.getAddress().getAddress();
    if (address.getAddress() instanceof Inet6Address inet6) {
      into.set(JAVA_SHORT_UNALIGNED, 0, (short) Constants.AF_INET6);
      MemorySegment.copy(bytes, 0, into, JAVA_BYTE, ADDRESS6, bytes.length);
      into.set(JAVA_INT_UNALIGNED, SCOPE6, inet6.getScopeId());
      return (int) Layouts.sockaddr_in6.byteSize();
    }
    into.set(JAVA_SHORT_UNALIGNED, 0, (short) Constants.AF_INET);
    MemorySegment.copy(bytes, 0, into, JAVA_BYTE, ADDRESS, bytes.length);
    return (int) Layouts.sockaddr_in.byteSize();
  }

  private static int encode(byte[] path, MemorySegment into) {
    into.set(JAVA_SHORT_UNALIGNED, 0, (short) Constants.AF_UNIX);
    for (byte each : path) {
      if (each == 0) {
        return -WindowsErrors.WSAEINVAL; // abstract names are Linux's
      }
    }
    byte[] name = PathNames.toAddress(path);
    if (name.length >= NAME_SIZE) {
      return -WindowsErrors.WSAENAMETOOLONG;
    }
    MemorySegment.copy(name, 0, into, JAVA_BYTE, NAME, name.length);
    return (int) Layouts.sockaddr_un.byteSize();
  }

  private static NativeAddress internet(MemorySegment sockaddr) {
    byte[] address = new byte[4];
    MemorySegment.copy(sockaddr, JAVA_BYTE, ADDRESS, address, 0, address.length);
    return new NativeAddress.Internet(new InetSocketAddress(inet(address, 0), port(sockaddr)));
  }

  private static NativeAddress internet6(MemorySegment sockaddr) {
    byte[] address = new byte[16];
    MemorySegment.copy(sockaddr, JAVA_BYTE, ADDRESS6, address, 0, address.length);
    int scope = sockaddr.get(JAVA_INT_UNALIGNED, SCOPE6);
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

  private static int port(MemorySegment sockaddr) {
    return Short.toUnsignedInt(Short.reverseBytes(sockaddr.get(JAVA_SHORT_UNALIGNED, PORT)));
  }

  private static NativeAddress local(MemorySegment sockaddr, int length) {
    int most = Math.clamp(length - NAME, 0, NAME_SIZE);
    byte[] name = new byte[most];
    MemorySegment.copy(sockaddr, JAVA_BYTE, NAME, name, 0, most);
    int end = 0;
    while (end < most && name[end] != 0) {
      end++;
    }
    return new NativeAddress.Local(PathNames.fromAddress(Arrays.copyOf(name, end)));
  }
}
