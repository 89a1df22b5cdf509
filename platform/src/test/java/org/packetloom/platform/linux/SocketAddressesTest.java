// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.unix.SocketAddresses;

class SocketAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 020000507f0000010000000000000000",
    "255.255.255.255, 65535, 0200ffffffffffff0000000000000000",
    "::1, 80, 0a000050000000000000000000000000000000000000000100000000",
  })
  void internetAddressesLookAsInC(String host, int port, String hex) {
    assertThat(hex(encode(internet(host, port)))).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "::", "::1", "2001:db8::5", "fe80::1%1"})
  void internetAddressesRoundTrip(String host) {
    NativeAddress address = internet(host, 54_321);
    byte[] sockaddr = encode(address);
    assertThat(LinuxSystem.ADDRESSES.decode(sockaddr, sockaddr.length)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.200.3.255", "::", "2001:db8::5", "fe80::1%1"})
  void aBoxGivesTheSameAddressWhetherAsNumbersOrNot(String host) {
    NativeAddress address = internet(host, 54_321);
    byte[] sockaddr = encode(address);
    NativeAddress.Box box = new NativeAddress.Box();
    LinuxSystem.ADDRESSES.decode(sockaddr, sockaddr.length, box);
    assertThat(box.isInternet4()).isEqualTo(!host.contains(":"));
    assertThat(box.address()).isEqualTo(address).isSameAs(box.address());
    box.put(NativeAddress.None.NONE);
    assertThat(box.address()).isEqualTo(NativeAddress.None.NONE);
  }

  @Test
  void scopeIsKept() throws Exception {
    byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
    var address = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 7), 1);
    byte[] sockaddr = encode(new NativeAddress.Internet(address));
    assertThat(sockaddr[24]).isEqualTo((byte) 7);
    var decoded = (NativeAddress.Internet) LinuxSystem.ADDRESSES.decode(sockaddr, sockaddr.length);
    assertThat(((Inet6Address) decoded.address().getAddress()).getScopeId()).isEqualTo(7);
  }

  @Test
  void mappedPeerIsPresentedAsTheAddressItStandsFor() {
    byte[] sockaddr =
        HexFormat.of()
            .parseHex("0a001f90" + "00000000" + "00000000000000000000ffff0a000001" + "00000000");
    var decoded = (NativeAddress.Internet) LinuxSystem.ADDRESSES.decode(sockaddr, sockaddr.length);
    assertThat(decoded.address().getAddress())
        .isInstanceOf(Inet4Address.class)
        .hasToString("/10.0.0.1");
    assertThat(decoded.address().getPort()).isEqualTo(8080);
  }

  @Test
  void pathEndsWithAZeroByte() {
    assertThat(hex(encode(local("/a")))).isEqualTo("01002f6100");
    assertThat(encode(local("x".repeat(107)))).hasSize(110);
    assertThat(result(local("x".repeat(108)))).isEqualTo(-LinuxErrors.ENAMETOOLONG);
  }

  @Test
  void abstractNameHasItsExactLength() {
    assertThat(hex(encode(local("\0ab")))).isEqualTo("0100006162");
    assertThat(hex(encode(local("\0a\0")))).isEqualTo("0100006100");
    assertThat(encode(local("\0" + "x".repeat(107)))).hasSize(110);
    assertThat(result(local("\0" + "x".repeat(108)))).isEqualTo(-LinuxErrors.ENAMETOOLONG);
  }

  @Test
  void unnamedSocketHasNothingButAFamily() {
    assertThat(hex(encode(local("")))).isEqualTo("0100");
  }

  @Test
  void zeroByteInsideAPathIsRejected() {
    assertThat(result(local("/a\0b"))).isEqualTo(-LinuxErrors.EINVAL);
  }

  @Test
  void noAddressIsRejected() {
    assertThat(result(new NativeAddress.None())).isEqualTo(-LinuxErrors.EAFNOSUPPORT);
  }

  @ParameterizedTest
  @CsvSource({
    "01002f6100, 5, 2f61",
    "01002f61, 4, 2f61",
    "01002f610078, 6, 2f61",
    "0100006100, 5, 006100",
    "0100, 2, ''",
  })
  void localNamesAreReadByLength(String hex, int length, String name) {
    byte[] sockaddr = Arrays.copyOf(HexFormat.of().parseHex(hex), SocketAddresses.SIZE);
    Arrays.fill(sockaddr, length, sockaddr.length, (byte) 'z');
    assertThat(LinuxSystem.ADDRESSES.decode(sockaddr, length))
        .isEqualTo(new NativeAddress.Local(HexFormat.of().parseHex(name)));
  }

  @Test
  void pathThatFillsTheStructNeedsNoZeroByte() {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    sockaddr[0] = Constants.AF_UNIX;
    Arrays.fill(sockaddr, 2, 110, (byte) 'p');
    for (int length : new int[] {110, 111}) {
      assertThat(LinuxSystem.ADDRESSES.decode(sockaddr, length)).isEqualTo(local("p".repeat(108)));
    }
  }

  @Test
  void unknownFamiliesAndEmptyAnswersAreNoAddress() {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    sockaddr[0] = 38;
    assertThat(LinuxSystem.ADDRESSES.decode(sockaddr, 20)).isEqualTo(new NativeAddress.None());
    assertThat(LinuxSystem.ADDRESSES.decode(sockaddr, 0)).isEqualTo(new NativeAddress.None());
  }

  private static NativeAddress internet(String host, int port) {
    return new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  private static NativeAddress local(String name) {
    return new NativeAddress.Local(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static int result(NativeAddress address) {
    return LinuxSystem.ADDRESSES.encode(address, new byte[SocketAddresses.SIZE]);
  }

  private static byte[] encode(NativeAddress address) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int length = LinuxSystem.ADDRESSES.encode(address, sockaddr);
    assertThat(length).isPositive();
    return Arrays.copyOf(sockaddr, length);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
