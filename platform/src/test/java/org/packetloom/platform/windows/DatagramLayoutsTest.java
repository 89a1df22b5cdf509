// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.MulticastMembership;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.NearAddresses;

/** Structs on plain memory against sizes and offsets of the headers, on any system. */
class DatagramLayoutsTest {
  private static InetAddress inet(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @Test
  void structsHaveTheSizesOfTheHeaders() {
    assertThat(DatagramMemory.WSAMSG.byteSize()).isEqualTo(56);
    assertThat(Layouts.offset(DatagramMemory.WSAMSG, "lpBuffers")).isEqualTo(16);
    assertThat(Layouts.offset(DatagramMemory.WSAMSG, "Control")).isEqualTo(32);
    assertThat(Layouts.offset(DatagramMemory.WSAMSG, "dwFlags")).isEqualTo(48);
    assertThat(PacketInfos.WSACMSGHDR.byteSize()).isEqualTo(16);
    assertThat(PacketInfos.in_pktinfo.byteSize()).isEqualTo(8);
    assertThat(PacketInfos.in6_pktinfo.byteSize()).isEqualTo(20);
    assertThat(FileInformation.BY_HANDLE_FILE_INFORMATION.byteSize()).isEqualTo(52);
    assertThat(TcpInfo.TCP_INFO_v1.byteSize()).isEqualTo(136);
    assertThat(Layouts.offset(TcpInfo.TCP_INFO_v1, "BytesOut")).isEqualTo(48);
    assertThat(Layouts.offset(TcpInfo.TCP_INFO_v1, "SndLimTransRwin")).isEqualTo(88);
    assertThat(Layouts.offset(TcpInfo.TCP_INFO_v1, "SndLimBytesSnd")).isEqualTo(128);
  }

  @Test
  void controlCodesArePutTogetherAsTheHeadersSay() {
    int in = 0x8000_0000; // IOC_IN, winsock2.h
    int inout = 0xc000_0000; // IOC_INOUT
    int vendor = 0x1800_0000; // IOC_VENDOR
    assertThat(SocketOptions.SIO_UDP_CONNRESET).isEqualTo(in | vendor | 12);
    assertThat(SocketOptions.SIO_TCP_INFO).isEqualTo(inout | vendor | 39);
  }

  @Test
  void groupsAreAskedForByNumberOrByAddress() {
    var any = new MulticastMembership(inet("239.1.2.3"), 7, Optional.empty());
    byte[] request = WindowsDatagramSockets.groupRequest(any);
    assertThat(request).hasSize(136).startsWith(7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
    assertThat(request).containsSequence(239, 1, 2, 3);
    var one = new MulticastMembership(inet("ff02::5"), 7, Optional.of(inet("fe80::1")));
    assertThat(WindowsDatagramSockets.groupRequest(one)).hasSize(264);
    assertThat(WindowsDatagramSockets.groupRequest(one)[136]).isEqualTo((byte) 23);
    assertThat(WindowsDatagramSockets.groupRequest(one)[144]).isEqualTo((byte) 0xfe);
  }

  @Test
  void olderRequestsHaveTheSourceBeforeTheInterface() {
    var one = new MulticastMembership(inet("232.1.2.3"), 0x12345, Optional.of(inet("10.0.0.9")));
    assertThat(WindowsDatagramSockets.oldRequest(one))
        .containsExactly(232, 1, 2, 3, 10, 0, 0, 9, 0, 1, 0x23, 0x45);
    var six = new MulticastMembership(inet("ff02::5"), 7, Optional.empty());
    assertThat(WindowsDatagramSockets.oldRequest(six)).hasSize(20).endsWith(5, 7, 0, 0, 0);
  }

  @Test
  void messageOfSocketForBothFamiliesGoesToMappedAddress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(DatagramMemory.SIZE, 16);
      var peer = new NativeAddress.Internet(new InetSocketAddress(inet("10.1.2.3"), 258));
      assertThat(DatagramMemory.name(memory, 0, peer, Family.INET4)).isEqualTo(16);
      assertThat(DatagramMemory.name(memory, 0, peer, Family.INET6)).isEqualTo(28);
      assertThat(memory.get(JAVA_SHORT, DatagramMemory.NAME)).isEqualTo((short) 23);
      byte[] name = memory.asSlice(DatagramMemory.NAME, 28).toArray(JAVA_BYTE);
      assertThat(name).startsWith(23, 0, 1, 2, 0, 0, 0, 0, 0);
      assertThat(name).endsWith(0, 0, 0xff, 0xff, 10, 1, 2, 3, 0, 0, 0, 0);
      var six = new NativeAddress.Internet(new InetSocketAddress(inet("::1"), 9));
      assertThat(DatagramMemory.name(memory, 0, six, Family.INET4))
          .isEqualTo(-WindowsErrors.WSAEAFNOSUPPORT);
    }
  }

  @Test
  void callIsDescribedWithBothOfItsBuffers() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(512, 16);
      DatagramMemory.prepareToReceive(memory, 0, 0x1000, 99);
      DatagramMemory.describe(memory, 0, 2, 128, 64);
      assertThat(memory.get(JAVA_INT, 0)).isEqualTo(99);
      assertThat(memory.get(JAVA_LONG, 8)).isEqualTo(0x1000);
      assertThat(memory.get(JAVA_INT, 16)).isEqualTo(DatagramMemory.MOST);
      assertThat(memory.get(JAVA_INT, DatagramMemory.NAME_SIZE)).isEqualTo(128);
      long message = DatagramMemory.MESSAGE;
      assertThat(memory.get(JAVA_LONG, message)).isEqualTo(memory.address() + DatagramMemory.NAME);
      assertThat(memory.get(JAVA_LONG, message + 16)).isEqualTo(memory.address());
      assertThat(memory.get(JAVA_INT, message + 24)).isEqualTo(2);
      assertThat(memory.get(JAVA_INT, message + 32)).isEqualTo(64);
      assertThat(memory.get(JAVA_LONG, message + 40))
          .isEqualTo(memory.address() + DatagramMemory.CONTROL);
    }
  }

  @Test
  void packetInformationIsReadAndWritten() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(128, 16);
      NearAddresses near = new NearAddresses(arena, 2);
      PacketInfos infos = new PacketInfos(near);
      near.set(0, Optional.of(inet("10.1.2.3")), 7);
      assertThat(infos.put(0, control, 0, false)).isEqualTo(24);
      assertThat(control.get(JAVA_LONG, 0)).isEqualTo(24);
      assertThat(control.get(JAVA_INT, 8)).isEqualTo(0);
      assertThat(control.get(JAVA_INT, 12)).isEqualTo(19);
      assertThat(control.get(JAVA_INT, 20)).isEqualTo(7);
      infos.take(1, control, 0, 24);
      assertThat(near.address(1)).contains(inet("10.1.2.3"));
      assertThat(near.networkInterface(1)).isEqualTo(7);
      near.set(0, Optional.of(inet("fe80::5")), 9);
      assertThat(infos.put(0, control, 0, true)).isEqualTo(40);
      assertThat(control.get(JAVA_LONG, 0)).isEqualTo(36);
      infos.take(1, control, 0, 40);
      assertThat(near.address(1)).contains(inet("fe80::5"));
      control.set(JAVA_BYTE, 16, (byte) 0xff); // a group is not to be answered from
      infos.take(1, control, 0, 40);
      assertThat(near.address(1)).isEmpty();
      assertThat(near.networkInterface(1)).isEqualTo(9);
    }
  }

  @Test
  void truncatedOrWrongControlMessagesAreLeftAlone() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(128, 16);
      NearAddresses near = new NearAddresses(arena, 1);
      PacketInfos infos = new PacketInfos(near);
      for (long length : new long[] {0, 15, 1_000, -1, Long.MAX_VALUE}) {
        control.set(JAVA_LONG, 0, length);
        infos.take(0, control, 0, 128);
        infos.take(0, control, 0, 1_000_000);
        assertThat(near.isSet(0)).isFalse();
      }
    }
  }

  @Test
  void addressOfFileHoldsPathOfWindowsInUtf8() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sockaddr = arena.allocate(128, 8);
      byte[] path = "/C:/Temp/x.sock".getBytes(StandardCharsets.UTF_8);
      int length = SocketAddresses.encode(new NativeAddress.Local(path), sockaddr);
      assertThat(length).isEqualTo(110);
      assertThat(sockaddr.get(JAVA_SHORT, 0)).isOne();
      byte[] name = sockaddr.asSlice(2, 15).toArray(JAVA_BYTE);
      assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("C:\\Temp\\x.sock\0");
      assertThat(SocketAddresses.decode(sockaddr, length))
          .isEqualTo(new NativeAddress.Local("C:\\Temp\\x.sock".getBytes(StandardCharsets.UTF_8)));
      byte[] tooLong = ("/C:/" + "x".repeat(105)).getBytes(StandardCharsets.UTF_8);
      assertThat(SocketAddresses.encode(new NativeAddress.Local(tooLong), sockaddr))
          .isEqualTo(-WindowsErrors.WSAENAMETOOLONG);
      byte[] abstractName = {0, 'x'};
      assertThat(SocketAddresses.encode(new NativeAddress.Local(abstractName), sockaddr))
          .isEqualTo(-WindowsErrors.WSAEINVAL);
    }
  }

  @Test
  void folderAboveEndsAtTheDriveOrTheShare() {
    assertThat(PathNames.parent("\\\\?\\C:\\a\\b")).isEqualTo("\\\\?\\C:\\a");
    assertThat(PathNames.parent("\\\\?\\C:\\a")).isEqualTo("\\\\?\\C:\\");
    assertThat(PathNames.parent("\\\\?\\C:\\")).isEqualTo("\\\\?\\C:\\");
    String share = "\\\\?\\UNC\\server\\share";
    assertThat(PathNames.parent(share + "\\a")).isEqualTo(share);
    assertThat(PathNames.parent(share)).isEqualTo(share);
  }

  @Test
  void fileIsTheSameByVolumeAndIndex() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocate(FileInformation.BY_HANDLE_FILE_INFORMATION);
      file.set(JAVA_INT, 0, FileInformation.FILE_ATTRIBUTE_REPARSE_POINT);
      file.set(JAVA_INT, 28, -1); // dwVolumeSerialNumber
      file.set(JAVA_INT, 44, 1); // nFileIndexHigh
      file.set(JAVA_INT, 48, 2); // nFileIndexLow
      var found = FileInformation.read(file, FileInformation.IO_REPARSE_TAG_AF_UNIX);
      assertThat(found.volume()).isEqualTo(0xffff_ffffL);
      assertThat(found.index()).isEqualTo(0x1_0000_0002L);
      assertThat(WindowsPaths.kind(found)).isEqualTo(FileStatus.Kind.SOCKET);
    }
  }
}
