// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.unix.ControlMessages;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.MessageLayout;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixError;

/** Structs of macOS and FreeBSD, byte by byte, on plain memory. */
class BsdLayoutsTest {
  /** The systems, as annotations can name them. */
  enum Named {
    MACOS(BsdSystem.MACOS),
    FREEBSD(BsdSystem.FREEBSD);

    private final BsdSystem system;

    Named(BsdSystem system) {
      this.system = system;
    }

    SocketAddresses addresses() {
      return system.unix().addresses();
    }

    MessageLayout messages() {
      return system.unix().layout();
    }
  }

  // ---- addresses: sys/socket.h, netinet/in.h, netinet6/in6.h, sys/un.h

  @ParameterizedTest
  @EnumSource
  void sockaddrInBeginsWithItsLength(Named named) throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    var address = new NativeAddress.Internet(new InetSocketAddress(loopback, 0x1234));
    String hex = "10 02 1234 7f000001 0000000000000000";
    ensureBothWays(named, address, hex);
  }

  @ParameterizedTest
  @CsvSource({"MACOS, 1e", "FREEBSD, 1c"})
  void sockaddrIn6HasTheFamilyOfTheSystem(Named named, String family) throws Exception {
    byte[] bytes = HexFormat.of().parseHex("fe800000000000000000000000000001");
    var address =
        new NativeAddress.Internet(
            new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 80));
    String hex = "1c " + family + " 0050 00000000 fe800000000000000000000000000001 03000000";
    ensureBothWays(named, address, hex);
  }

  @ParameterizedTest
  @EnumSource
  void sockaddrUnCountsThePathAndItsZeroByte(Named named) {
    // SUN_LEN leaves the zero byte out of sun_len; both kernels take it either way
    ensureBothWays(named, local("/tmp/s"), "09 01 2f746d702f73 00");
  }

  @ParameterizedTest
  @EnumSource
  void unnamedSocketHasAFamilyAlone(Named named) {
    assertThat(encode(named, local(""))).isEqualTo("0201");
    byte[] told = new byte[SocketAddresses.SIZE];
    told[0] = 16; // xnu tells an unnamed peer in a struct sockaddr of zeros
    told[1] = Posix.AF_UNIX;
    assertThat(named.addresses().decode(told, 16)).isEqualTo(local(""));
  }

  @ParameterizedTest
  @EnumSource
  void pathOf103BytesIsTheLongest(Named named) {
    int tooLong = -named.system.unix().errors().number(UnixError.ENAMETOOLONG);
    byte[] room = new byte[SocketAddresses.SIZE];
    assertThat(tooLong).isEqualTo(-63);
    assertThat(named.addresses().longestPath()).isEqualTo(103);
    assertThat(named.addresses().encode(local("p".repeat(103)), room)).isEqualTo(2 + 104);
    assertThat(named.addresses().encode(local("p".repeat(104)), room)).isEqualTo(tooLong);
  }

  @ParameterizedTest
  @EnumSource
  void abstractNameIsRefused(Named named) {
    int refused = named.addresses().encode(local("\0name"), new byte[SocketAddresses.SIZE]);
    assertThat(refused).isEqualTo(-47); // EAFNOSUPPORT
  }

  private static NativeAddress.Local local(String path) {
    return new NativeAddress.Local(path.getBytes(StandardCharsets.US_ASCII));
  }

  private static void ensureBothWays(Named named, NativeAddress address, String spaced) {
    String hex = spaced.replace(" ", "");
    assertThat(encode(named, address)).isEqualTo(hex);
    byte[] told = Arrays.copyOf(HexFormat.of().parseHex(hex), SocketAddresses.SIZE);
    assertThat(named.addresses().decode(told, hex.length() / 2)).isEqualTo(address);
  }

  private static String encode(Named named, NativeAddress address) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = named.addresses().encode(address, sockaddr);
    return HexFormat.of().formatHex(sockaddr, 0, length);
  }

  // ---- messages: sys/socket.h

  @ParameterizedTest
  @CsvSource({"MACOS, 12, 4, 16, 16, 20", "FREEBSD, 16, 8, 24, 24, 24"})
  void controlMessagesAreAlignedAsTheSystemAlignsThem(
      Named named, int data, int alignment, int space1, int space4, int space8) {
    MessageLayout layout = named.messages();
    assertThat(layout.data()).isEqualTo(data); // CMSG_LEN(0)
    assertThat(layout.alignment()).isEqualTo(alignment);
    assertThat(layout.space(1)).isEqualTo(space1); // CMSG_SPACE
    assertThat(layout.space(4)).isEqualTo(space4);
    assertThat(layout.space(8)).isEqualTo(space8);
  }

  @ParameterizedTest
  @EnumSource
  void msghdrHas48Bytes(Named named) {
    assertThat(named.messages().header()).isEqualTo(48);
    assertThat(named.messages().flags()).isEqualTo(44); // msg_controllen at 40 has 32 bits
    assertThat(named.messages().element()).isEqualTo(56); // mmsghdr of FreeBSD: msg_len at 48
    assertThat(named.messages().count()).isEqualTo(48);
  }

  @ParameterizedTest
  @CsvSource({
    "MACOS, 10000000 ffff0000 01000000 07000000 10000000 ffff0000 01000000 08000000",
    "FREEBSD, 14000000 ffff0000 01000000 00000000 07000000 00000000 "
        + "14000000 ffff0000 01000000 00000000 08000000 00000000",
  })
  void controlMessagesAreWrittenAndReadInPlace(Named named, String spaced) {
    MemorySegment memory = MemorySegment.ofArray(new long[8]);
    ControlMessages control = new ControlMessages(named.messages());
    int level = named.system.unix().sockets().SOL_SOCKET();
    control.write(memory, 0, memory.byteSize());
    for (int descriptor = 7; descriptor <= 8; descriptor++) {
      long at = control.put(level, Posix.SCM_RIGHTS, Integer.BYTES);
      memory.set(ValueLayout.JAVA_INT, at, descriptor);
    }
    byte[] written = memory.asSlice(0, control.written()).toArray(ValueLayout.JAVA_BYTE);
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(spaced.replace(" ", ""));
    control.read(memory, 0, control.written());
    for (int descriptor = 7; descriptor <= 8; descriptor++) {
      assertThat(control.next()).isTrue();
      assertThat(control.is(level, Posix.SCM_RIGHTS, Integer.BYTES)).isTrue();
      assertThat(control.integer(0)).isEqualTo(descriptor);
      assertThat(control.dataLength()).isEqualTo(Integer.BYTES);
    }
    assertThat(control.next()).isFalse();
    assertThat(control.isMalformed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void lengthOfAControlMessageHas32Bits(Named named) {
    MemorySegment memory = MemorySegment.ofArray(new long[4]);
    ControlMessages control = new ControlMessages(named.messages());
    memory.set(ValueLayout.JAVA_INT, 0, 64); // more than there is
    control.read(memory, 0, memory.byteSize());
    assertThat(control.next()).isFalse();
    assertThat(control.isMalformed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"MACOS, 4", "FREEBSD, 8"})
  void groupRequestIsPackedOnOneSystem(Named named, int offset) {
    assertThat(named.system.unix().datagrams().groupOffset()).isEqualTo(offset);
  }

  // ---- files: sys/stat.h

  @Test
  void statOfDarwinHasSmallDevicesFirst() {
    MemorySegment stat = MemorySegment.ofArray(new long[144 / Long.BYTES]);
    stat.set(ValueLayout.JAVA_INT, 0, 0x01000004); // st_dev
    stat.set(ValueLayout.JAVA_SHORT, 4, (short) 0140755); // st_mode
    stat.set(ValueLayout.JAVA_SHORT, 6, (short) 9); // st_nlink
    stat.set(ValueLayout.JAVA_LONG, 8, 0x1122334455L); // st_ino
    stat.set(ValueLayout.JAVA_INT, 16, 501); // st_uid
    stat.set(ValueLayout.JAVA_INT, 20, 20); // st_gid
    stat.set(ValueLayout.JAVA_INT, 24, 0x10000002); // st_rdev
    ensureRead(BsdSystem.MACOS.stat(), stat, 0x01000004, 0x10000002);
  }

  @Test
  void statOfFreeBsdHasLargeDevices() {
    MemorySegment stat = MemorySegment.ofArray(new long[224 / Long.BYTES]);
    stat.set(ValueLayout.JAVA_LONG, 0, 0x1_0000_0001L); // st_dev
    stat.set(ValueLayout.JAVA_LONG, 8, 0x1122334455L); // st_ino
    stat.set(ValueLayout.JAVA_LONG, 16, 9); // st_nlink
    stat.set(ValueLayout.JAVA_SHORT, 24, (short) 0140755); // st_mode
    stat.set(ValueLayout.JAVA_INT, 28, 501); // st_uid
    stat.set(ValueLayout.JAVA_INT, 32, 20); // st_gid
    stat.set(ValueLayout.JAVA_LONG, 40, 0x2_0000_0002L); // st_rdev
    ensureRead(BsdSystem.FREEBSD.stat(), stat, 0x1_0000_0001L, 0x2_0000_0002L);
  }

  private static void ensureRead(StatLayout layout, MemorySegment stat, long device, long special) {
    assertThat((long) layout.size()).isEqualTo(stat.byteSize());
    FileNumbers numbers = new FileNumbers();
    layout.read(stat, numbers);
    assertThat(numbers.mode()).isEqualTo(0140755);
    assertThat(numbers.user()).isEqualTo(501);
    assertThat(numbers.group()).isEqualTo(20);
    assertThat(numbers.inode()).isEqualTo(0x1122334455L);
    assertThat(numbers.device()).isEqualTo(device);
    assertThat(numbers.special()).isEqualTo(special);
  }

  // ---- peers: sys/ucred.h

  @Test
  void xucredTellsUserAndGroups() {
    byte[] xucred = new byte[BsdSystem.FREEBSD.peers().size()];
    MemorySegment memory = MemorySegment.ofArray(xucred);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, 0); // cr_version: XUCRED_VERSION
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, 4, 1001); // cr_uid
    memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 8, (short) 3); // cr_ngroups
    int[] groups = {1002, 0, 5};
    for (int i = 0; i < groups.length; i++) {
      memory.set(ValueLayout.JAVA_INT_UNALIGNED, 12 + 4L * i, groups[i]); // cr_groups
    }
    assertThat(BsdLocalPeers.sender(77, xucred, PeerLayout.FREEBSD))
        .isEqualTo(new Attachments.Sender(77, 1001, 1002));
    int[] others = new int[16];
    assertThat(BsdLocalPeers.groups(xucred, PeerLayout.FREEBSD, others)).isEqualTo(2);
    assertThat(others).startsWith(0, 5);
  }

  @Test
  void xucredHasRoomForSixteenGroups() {
    assertThat(BsdSystem.MACOS.peers()).isEqualTo(new PeerLayout(0, 1, 76, 4, 8, 12, -1, 2));
    assertThat(BsdSystem.FREEBSD.peers()).isEqualTo(new PeerLayout(0, 1, 88, 4, 8, 12, 80, -1));
  }
}
