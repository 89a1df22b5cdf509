// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;
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
 *
 * <p>The systems differ in the number of AF_INET6, in the room for a path, and in the first two
 * bytes: a family of 16 bits, or, on the BSDs, a length of 8 bits and a family of 8 bits. All other
 * members are where they are everywhere.
 */
public final class SocketAddresses {
  /** Room for any address: {@code struct sockaddr_storage}. */
  public static final int SIZE = 128;

  private static final int FAMILY_SIZE = 2;
  private static final int PORT = 2; // sin_port, sin6_port
  private static final int ADDRESS = 4; // sin_addr
  private static final int INET_SIZE = 16; // sockaddr_in
  private static final int ADDRESS6 = 8; // sin6_addr
  private static final int SCOPE6 = 24; // sin6_scope_id
  private static final int INET6_SIZE = 28; // sockaddr_in6
  private static final int NAME = 2; // sun_path

  private final UnixErrors errors;
  private final int inet6;
  private final int nameSize;
  private final boolean hasLength;
  private final boolean hasAbstractNames;

  /**
   * The addresses of a system.
   *
   * @param errors its errors
   * @param inet6 its AF_INET6
   * @param form what else differs
   */
  public SocketAddresses(UnixErrors errors, int inet6, Form form) {
    this.errors = errors;
    this.inet6 = inet6;
    this.nameSize = form.nameSize;
    this.hasLength = form.hasLength;
    this.hasAbstractNames = form.hasAbstractNames;
  }

  /**
   * The form of a system's addresses.
   *
   * @param nameSize bytes of sun_path
   * @param hasLength whether the first byte is the length
   * @param hasAbstractNames whether a Unix-domain socket may have a name that is no path
   */
  public record Form(int nameSize, boolean hasLength, boolean hasAbstractNames) {}

  /** Bytes of the longest path to a socket. */
  public int longestPath() {
    return nameSize - 1;
  }

  /**
   * Writes a sockaddr.
   *
   * @param into at least {@link #SIZE} zero bytes
   * @return its length, or the negated error number
   */
  public int encode(NativeAddress address, byte[] into) {
    return switch (address) {
      case NativeAddress.Internet internet -> encode(internet.address(), into);
      case NativeAddress.Local local -> encode(local.name(), into);
      case NativeAddress.None _ -> -errors.number(UnixError.EAFNOSUPPORT);
    };
  }

  /**
   * Writes a sockaddr into native memory, or nothing for no address.
   *
   * @param into has room for {@link #SIZE} bytes from the offset on
   * @return its length, 0 for no address, or the negated error number
   */
  public int encode(NativeAddress address, MemorySegment into, long offset) {
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
   * Reads a sockaddr that the kernel wrote into native memory.
   *
   * @param name {@link #SIZE} bytes
   * @param length as the kernel set it
   */
  public NativeAddress decode(MemorySegment name, int length) {
    return decode(name.toArray(ValueLayout.JAVA_BYTE), length);
  }

  /**
   * Reads a sockaddr that the kernel wrote.
   *
   * @param length as the kernel set it
   */
  public NativeAddress decode(byte[] sockaddr, int length) {
    if (length < FAMILY_SIZE) {
      return NativeAddress.None.NONE;
    }
    int family = family(sockaddr);
    if (family == inet6) {
      return internet6(sockaddr);
    }
    return switch (family) {
      case Posix.AF_INET -> internet(sockaddr);
      case Posix.AF_UNIX -> local(sockaddr, Math.min(length, NAME + nameSize));
      default -> NativeAddress.None.NONE;
    };
  }

  /**
   * Reads a sockaddr that the kernel wrote.
   *
   * @param length as the kernel set it
   */
  public void decode(byte[] sockaddr, int length, NativeAddress.Box into) {
    if (length >= FAMILY_SIZE && family(sockaddr) == Posix.AF_INET) {
      int high = Byte.toUnsignedInt(sockaddr[ADDRESS]) << 8 | sockaddr[ADDRESS + 1] & 0xff;
      int low = Byte.toUnsignedInt(sockaddr[ADDRESS + 2]) << 8 | sockaddr[ADDRESS + 3] & 0xff;
      into.put4(high << 16 | low, port(sockaddr));
    } else {
      into.put(decode(sockaddr, length));
    }
  }

  /** Whether a sockaddr that the kernel wrote is of version 6. */
  public boolean isVersion6(byte[] sockaddr) {
    return family(sockaddr) == inet6;
  }

  /** Whether a sockaddr in native memory is of version 6. */
  boolean isVersion6(MemorySegment memory, long offset) {
    byte low = memory.get(ValueLayout.JAVA_BYTE, offset);
    byte high = memory.get(ValueLayout.JAVA_BYTE, offset + 1);
    return family(low, high) == inet6;
  }

  /** The family of a sockaddr that the kernel wrote. */
  public int family(byte[] sockaddr) {
    return family(sockaddr[0], sockaddr[1]);
  }

  private int family(byte first, byte second) {
    int family = Byte.toUnsignedInt(second);
    return hasLength ? family : family << Byte.SIZE | Byte.toUnsignedInt(first);
  }

  private void begin(byte[] sockaddr, int family, int length) {
    sockaddr[0] = (byte) (hasLength ? length : family);
    sockaddr[1] = (byte) (hasLength ? family : family >> Byte.SIZE);
  }

  private int encode(InetSocketAddress address, byte[] into) {
    ByteBuffer host = inHostOrder(into);
    ByteBuffer network = ByteBuffer.wrap(into);
    network.putShort(PORT, (short) address.getPort());
    if (address.getAddress() instanceof Inet6Address version6) {
      begin(into, inet6, INET6_SIZE);
      network.put(ADDRESS6, version6.getAddress());
      host.putInt(SCOPE6, version6.getScopeId());
      return INET6_SIZE;
    }
    begin(into, Posix.AF_INET, INET_SIZE);
    network.put(ADDRESS, address.getAddress().getAddress());
    return INET_SIZE;
  }

  private int encode(byte[] name, byte[] into) {
    begin(into, Posix.AF_UNIX, FAMILY_SIZE);
    if (name.length == 0) {
      return FAMILY_SIZE;
    }
    boolean isAbstract = name[0] == 0;
    if (isAbstract && !hasAbstractNames) {
      return -errors.number(UnixError.EAFNOSUPPORT);
    }
    // A path gets a zero byte at its end, which must fit as well.
    int length = isAbstract ? name.length : name.length + 1;
    if (length > nameSize) {
      return -errors.number(UnixError.ENAMETOOLONG);
    }
    if (!isAbstract && indexOfZero(name, 0, name.length) < name.length) {
      return -UnixErrors.EINVAL;
    }
    begin(into, Posix.AF_UNIX, NAME + length);
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
    return Byte.toUnsignedInt(sockaddr[PORT]) << Byte.SIZE | Byte.toUnsignedInt(sockaddr[PORT + 1]);
  }

  private NativeAddress local(byte[] sockaddr, int length) {
    boolean isPath = length > NAME && sockaddr[NAME] != 0;
    if (!isPath && !hasAbstractNames) {
      return new NativeAddress.Local(new byte[0]); // told with whatever length
    }
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
}
