// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;

/** Layouts and addresses on plain memory, against the numbers of 64-bit Windows. */
class LayoutsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void structsHaveTheSizesOfTheHeaders() {
    assertThat(Layouts.OVERLAPPED.byteSize()).isEqualTo(32);
    assertThat(Layouts.OVERLAPPED_ENTRY.byteSize()).isEqualTo(32);
    assertThat(Layouts.WSABUF.byteSize()).isEqualTo(16);
    assertThat(Layouts.AFD_POLL_INFO.byteSize()).isEqualTo(32);
    assertThat(Layouts.UNICODE_STRING.byteSize()).isEqualTo(16);
    assertThat(Layouts.OBJECT_ATTRIBUTES.byteSize()).isEqualTo(48);
    assertThat(Layouts.sockaddr_in.byteSize()).isEqualTo(16);
    assertThat(Layouts.sockaddr_in6.byteSize()).isEqualTo(28);
    assertThat(Layouts.sockaddr_un.byteSize()).isEqualTo(110);
  }

  @Test
  void membersAreWhereTheHeadersHaveThem() {
    assertThat(at(Layouts.OVERLAPPED, "InternalHigh")).isEqualTo(8);
    assertThat(at(Layouts.OVERLAPPED, "hEvent")).isEqualTo(24);
    assertThat(at(Layouts.OVERLAPPED_ENTRY, "lpOverlapped")).isEqualTo(8);
    assertThat(at(Layouts.OVERLAPPED_ENTRY, "dwNumberOfBytesTransferred")).isEqualTo(24);
    assertThat(at(Layouts.WSABUF, "buf")).isEqualTo(8);
    assertThat(at(Layouts.AFD_POLL_INFO, "Handle")).isEqualTo(16);
    assertThat(at(Layouts.AFD_POLL_INFO, "Events")).isEqualTo(24);
    assertThat(at(Layouts.OBJECT_ATTRIBUTES, "ObjectName")).isEqualTo(16);
    assertThat(at(Layouts.UNICODE_STRING, "Buffer")).isEqualTo(8);
    assertThat(at(Layouts.sockaddr_in6, "sin6_scope_id")).isEqualTo(24);
  }

  @Test
  void extensionsAreNamedAsInTheHeader() {
    assertThat(guid(Constants.WSAID_ACCEPTEX)).isEqualTo("f17d36b5accbcf1195ca00805f48a192");
    assertThat(guid(Constants.WSAID_CONNECTEX)).isEqualTo("b907a225f3dd60468ee976e58c74063e");
    assertThat(guid(Constants.WSAID_DISCONNECTEX)).isEqualTo("112eda7f30866f43a031f536a6eec157");
  }

  @Test
  void anOperationHasRoomForEachOfItsParts() {
    assertThat(IocpOperation.NUMBER).isGreaterThanOrEqualTo(Layouts.OVERLAPPED.byteSize());
    assertThat(IocpOperation.POLL_INFO - IocpOperation.WSABUF)
        .isGreaterThanOrEqualTo(Layouts.WSABUF.byteSize());
    assertThat(IocpOperation.NAMES - IocpOperation.POLL_INFO)
        .isGreaterThanOrEqualTo(Layouts.AFD_POLL_INFO.byteSize());
    // mswsock.h: AcceptEx wants 16 bytes more than the address for each of the two
    assertThat(IocpOperation.SIZE - IocpOperation.NAMES)
        .isGreaterThanOrEqualTo(2L * (Layouts.SOCKADDR_STORAGE_SIZE + 16));
  }

  @Test
  void addressesAreThoseOfWindows() throws Exception {
    assertThat(encoded(internet("192.0.2.7", 0x1234), 16))
        .isEqualTo("02001234c00002070000000000000000");
    Inet6Address scoped =
        Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 5);
    assertThat(encoded(new NativeAddress.Internet(new InetSocketAddress(scoped, 80)), 28))
        .isEqualTo("1700005000000000fe80000000000000000000000000000105000000");
    assertThat(encoded(local("C:/a"), 7))
        .isEqualTo("0100433a5c6100"); // back-slashes, as winsock has
  }

  @Test
  void addressesThatWindowsHasNotAreRefused() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(SocketAddresses.SIZE, 8);
      assertThat(SocketAddresses.encode(local("\0name"), memory))
          .isEqualTo(-WindowsErrors.WSAEINVAL);
      assertThat(SocketAddresses.encode(local("x".repeat(108)), memory))
          .isEqualTo(-WindowsErrors.WSAENAMETOOLONG);
      assertThat(SocketAddresses.encode(NativeAddress.None.NONE, memory))
          .isEqualTo(-WindowsErrors.WSAEAFNOSUPPORT);
    }
  }

  @Test
  void anAddressComesBackAsItWas() throws Exception {
    for (NativeAddress address :
        new NativeAddress[] {
          internet("127.0.0.1", 65535), internet("2001:db8::9", 1), local("x")
        }) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(SocketAddresses.SIZE, 8);
        int length = SocketAddresses.encode(address, memory);
        assertThat(SocketAddresses.decode(memory, length)).isEqualTo(address);
      }
    }
  }

  @Test
  void anyAddressHasNoPort() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(SocketAddresses.SIZE, 8).fill((byte) 7);
      int length = SocketAddresses.encodeAny(Family.INET6, memory);
      assertThat(length).isEqualTo(28);
      assertThat(hex(memory, length)).isEqualTo("1700" + "00".repeat(26));
    }
  }

  private static long at(StructLayout layout, String member) {
    return Layouts.offset(layout, member);
  }

  private static String guid(long[] two) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(16, 8);
      memory.set(ValueLayout.JAVA_LONG, 0, two[0]);
      memory.set(ValueLayout.JAVA_LONG, 8, two[1]);
      return hex(memory, 16);
    }
  }

  private static NativeAddress internet(String host, int port) throws UnknownHostException {
    return new NativeAddress.Internet(new InetSocketAddress(InetAddress.getByName(host), port));
  }

  private static NativeAddress local(String name) {
    return new NativeAddress.Local(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(NativeAddress address, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(SocketAddresses.SIZE, 8);
      assertThat(SocketAddresses.encode(address, memory)).isGreaterThanOrEqualTo(length);
      return hex(memory, length);
    }
  }

  private static String hex(MemorySegment memory, int length) {
    return HEX.formatHex(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
  }
}
