// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.AbstractSocketAddress;

/** Which headers are allowed, what they say, and what is wrong with the others. */
class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V4 = "c0000201c0000202" + "13880050"; // 5000, 80

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static ByteBuffer text(String line) {
    return ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ByteBuffer binary(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE + hex));
  }

  /** Version 2 with a length that fits. */
  private static ByteBuffer withLength(String commandAndFamily, String rest) {
    return binary(commandAndFamily + "%04x".formatted(rest.length() / 2) + rest);
  }

  private static ProxyHeader whole(ByteBuffer bytes) throws ProxyProtocolException {
    Optional<ProxyHeader> header = ProxyHeader.parse(bytes);
    assertThat(header).isPresent();
    return header.get();
  }

  private static void assertRejected(ByteBuffer bytes, String problem) {
    assertThatThrownBy(() -> ProxyHeader.parse(bytes))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageStartingWith("PROXY header: ")
        .hasMessageContaining(problem);
    assertThat(bytes.position()).as("nothing is consumed").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4 192.0.2.1 198.51.100.255 5000 80, 192.0.2.1, 198.51.100.255, 5000, 80",
    "TCP4 0.0.0.0 255.255.255.255 0 65535, 0.0.0.0, 255.255.255.255, 0, 65535",
    "TCP6 :: ::1 1 2, ::, ::1, 1, 2",
    "TCP6 2001:DB8::a 2001:db8:0:0:0:0:0:b 1 2, 2001:db8::a, 2001:db8::b, 1, 2",
    "TCP6 ffff:f:f:f:f:f:f:ffff ::ffff:192.0.2.1 1 2, ffff:f:f:f:f:f:f:ffff, 192.0.2.1, 1, 2",
  })
  void linesAreRead(String line, String from, String to, int fromPort, int toPort)
      throws Exception {
    ByteBuffer bytes = text("PROXY " + line + "\r\nmore");
    ProxyHeader header = whole(bytes);
    assertThat(header.version()).isEqualTo(1);
    assertThat(header.source()).hasValue(at(from, fromPort));
    assertThat(header.destination()).hasValue(at(to, toPort));
    assertThat(bytes.remaining()).isEqualTo(4);
  }

  @Test
  void longestLineIsRead() throws Exception {
    String address = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    ByteBuffer bytes = text("PROXY TCP6 %s %s 65535 65535\r\n".formatted(address, address));
    assertThat(whole(bytes).source()).hasValue(at(address, 65535));

    String longest = "PROXY UNKNOWN " + "x".repeat(ProxyHeader.MOST_V1_BYTES - 16) + "\r\n";
    assertThat(longest).hasSize(ProxyHeader.MOST_V1_BYTES);
    assertThat(whole(text(longest))).isEqualTo(ProxyHeader.v1Unknown());
    assertRejected(text(longest.replace("x\r", "xx\r")), "no end of line within 107 bytes");
    assertRejected(text("PROXY UNKNOWN " + "x".repeat(200)), "no end of line within 107 bytes");
  }

  @Test
  void unknownTellsNothing() throws Exception {
    assertThat(whole(text("PROXY UNKNOWN\r\n"))).isEqualTo(ProxyHeader.v1Unknown());
    assertThat(whole(text("PROXY UNKNOWN ff:: what ever\r\n")).source()).isEmpty();
  }

  static List<String> wrongLines() {
    return List.of(
        "GET / HTTP/1.1\r\n|the first byte is 0x47",
        "\u0016\u0003\u0001|the first byte is 0x16",
        "POST / HTTP|does not begin with 'PROXY '",
        "PROXY  TCP4 1.1.1.1 1.1.1.1 1 1\r\n|protocol ''",
        "PROXY TCP5 |protocol 'TCP5'",
        "PROXY TCP41|protocol 'TCP41'",
        "PROXY tcp4 |protocol 'tcp4'",
        "PROXY UNKNOWNX|protocol 'UNKNOWNX'",
        "PROXY TCP4\r\n|protocol 'TCP4'",
        "PROXY\r\n|protocol ''",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n|byte 0x0a at 30",
        "PROXY TCP4 1.1.1.1\t1.1.1.1 1 1\r\n|byte 0x09 at 18",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\u0000\r\n|byte 0x00 at 30",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\r\n|CR without LF",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n|5 words instead of 6",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n|7 words instead of 6",
        "PROXY TCP4 1.1.1.1  1.1.1.1 1 1\r\n|7 words instead of 6",
        "PROXY TCP4 01.1.1.1 1.1.1.1 1 1\r\n|address '01.1.1.1' of TCP4",
        "PROXY TCP4 1.1.1 1.1.1.1 1 1\r\n|address '1.1.1' of TCP4",
        "PROXY TCP4 1.1.1.256 1.1.1.1 1 1\r\n|address '1.1.1.256' of TCP4",
        "PROXY TCP4 ::1 1.1.1.1 1 1\r\n|address '::1' of TCP4",
        "PROXY TCP4 localhost 1.1.1.1 1 1\r\n|address 'localhost' of TCP4",
        "PROXY TCP6 1.1.1.1 :: 1 1\r\n|address '1.1.1.1' of TCP6",
        "PROXY TCP6 ::: :: 1 1\r\n|address ':::' of TCP6",
        "PROXY TCP6 1::2::3 :: 1 1\r\n|address '1::2::3' of TCP6",
        "PROXY TCP6 00001:: :: 1 1\r\n|address '00001::' of TCP6",
        "PROXY TCP6 1:2:3:4:5:6:7:8:9 :: 1 1\r\n|address '1:2:3:4:5:6:7:8:9' of TCP6",
        "PROXY TCP6 fe80::1%lo :: 1 1\r\n|address 'fe80::1%lo' of TCP6",
        "PROXY TCP6 [::1] :: 1 1\r\n|address '[::1]' of TCP6",
        "PROXY TCP4 1.1.1.1 1.1.1.1 01 1\r\n|port '01'",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n|port '65536'",
        "PROXY TCP4 1.1.1.1 1.1.1.1 -1 1\r\n|port '-1'",
        "PROXY TCP4 1.1.1.1 1.1.1.1 1 100000\r\n|port '100000'");
  }

  @ParameterizedTest
  @MethodSource("wrongLines")
  void wrongLinesAreRejected(String row) {
    int split = row.lastIndexOf('|');
    assertRejected(text(row.substring(0, split)), row.substring(split + 1));
  }

  @Test
  void addressesOfEachFamilyAreRead() throws Exception {
    ProxyHeader header = whole(withLength("2111", V4));
    assertThat(header).isEqualTo(ProxyHeader.v2(at("192.0.2.1", 5000), at("192.0.2.2", 80)));

    String six = "20010db8000000000000000000000001" + "00000000000000000000000000000001";
    header = whole(withLength("2122", six + "0001ffff"));
    assertThat(header.transport()).isEqualTo(ProxyHeader.Transport.DATAGRAM);
    assertThat(header.source()).hasValue(at("2001:db8::1", 1));
    assertThat(header.destination()).hasValue(at("::1", 65535));

    String path = HexFormat.of().formatHex(Arrays.copyOf("/run/a".getBytes("UTF-8"), 108));
    String name = HexFormat.of().formatHex(Arrays.copyOf("\0b".getBytes("UTF-8"), 108));
    header = whole(withLength("2131", path + name));
    assertThat(header.source()).hasValue(UnixDomainSocketAddress.of("/run/a"));
    assertThat(header.destination()).hasValue(AbstractSocketAddress.of(new byte[] {'b'}));
    header = whole(withLength("2131", "00".repeat(108) + "61".repeat(108)));
    assertThat(header.source()).hasValue(UnixDomainSocketAddress.of(""));
    assertThat(header.destination()).hasValue(UnixDomainSocketAddress.of("a".repeat(108)));

    header = whole(withLength("2100", "ee0001ff"));
    assertThat(header.source()).isEmpty();
    assertThat(header.isLocal()).isFalse();
    assertThat(header.tlvs()).containsExactly(new ProxyTlv(0xee, new byte[] {-1}));
  }

  @Test
  void localHeaderIsSkippedUnread() throws Exception {
    ByteBuffer bytes = withLength("20ff", "010203");
    assertThat(whole(bytes)).isEqualTo(ProxyHeader.v2Local());
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void typedValuesAreKeptButForPadding() throws Exception {
    String tlvs = "020003" + "612e62" + "040002" + "0000" + "e00000" + "050001" + "07";
    ProxyHeader header = whole(withLength("2111", V4 + tlvs));
    assertThat(header.tlvs())
        .containsExactly(
            ProxyTlv.of(ProxyTlv.AUTHORITY, "a.b"),
            new ProxyTlv(0xe0, new byte[0]),
            new ProxyTlv(ProxyTlv.UNIQUE_ID, new byte[] {7}));
    assertThat(header.tlv(ProxyTlv.AUTHORITY).orElseThrow().text()).isEqualTo("a.b");
    assertThat(header.tlv(ProxyTlv.ALPN)).isEmpty();
    assertThat(header.hasChecksum()).isFalse();
  }

  @Test
  void checksumIsChecked() throws Exception {
    ProxyHeader header =
        ProxyHeader.v2(at("192.0.2.1", 5000), at("192.0.2.2", 80))
            .with(ProxyTlv.of(ProxyTlv.ALPN, "h2"))
            .withChecksum();
    byte[] right = header.toBytes();
    assertThat(whole(ByteBuffer.wrap(right))).isEqualTo(header);
    for (int bit = 0; bit < 8 * right.length; bit++) {
      byte[] wrong = right.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<ProxyHeader> read = Optional.empty();
      try {
        read = ProxyHeader.parse(ByteBuffer.wrap(wrong));
      } catch (ProxyProtocolException rejected) {
        assertThat(rejected).hasMessageStartingWith("PROXY header: ");
      }
      // what is for no client is skipped unread; and the flip may have hidden the checksum itself
      assertThat(read.filter(h -> !h.isLocal() && h.hasChecksum())).as("bit %d", bit).isEmpty();
    }
  }

  static List<List<Object>> wrongBinaries() {
    String wrongSum = "030004" + "00000000";
    return List.of(
        List.of(binary("3111000c" + V4), "version 3"),
        List.of(binary("1111000c" + V4), "version 1"),
        List.of(binary("22"), "command 2"),
        List.of(withLength("2110", V4), "family 1 with transport 0"),
        List.of(withLength("2101", V4), "family 0 with transport 1"),
        List.of(withLength("2113", V4), "family 1 with transport 3"),
        List.of(withLength("2141", V4), "family 4 with transport 1"),
        List.of(withLength("2111", V4.substring(2)), "length 11 is too short"),
        List.of(withLength("2121", V4), "length 12 is too short"),
        List.of(withLength("2131", "00".repeat(215)), "length 215 is too short"),
        List.of(withLength("2131", "ff".repeat(216)), "a path that is no text"),
        List.of(withLength("2111", V4 + "01"), "1 bytes behind the typed values"),
        List.of(withLength("2111", V4 + "0100"), "2 bytes behind the typed values"),
        List.of(withLength("2111", V4 + "01000261"), "0x01 of 2 bytes, of which 1 are there"),
        List.of(withLength("2111", V4 + "030003000000"), "0x03 of 3 bytes"),
        List.of(withLength("2111", V4 + "050081" + "00".repeat(129)), "0x05 of 129 bytes"),
        List.of(withLength("2111", V4 + "20000400000000"), "0x20 of 4 bytes"),
        List.of(withLength("2111", V4 + wrongSum), "checksum 00000000, not "));
  }

  @ParameterizedTest
  @MethodSource("wrongBinaries")
  void wrongBinariesAreRejected(List<Object> row) {
    assertRejected((ByteBuffer) row.get(0), (String) row.get(1));
  }

  @Test
  void secondChecksumIsRejected() throws Exception {
    ProxyHeader once = ProxyHeader.v2(at("192.0.2.1", 1), at("192.0.2.2", 2)).withChecksum();
    byte[] bytes = once.toBytes();
    byte[] twice = Arrays.copyOf(bytes, bytes.length + 7);
    System.arraycopy(bytes, bytes.length - 7, twice, bytes.length, 3);
    twice[15] += 7;
    // made right for the first one: only that it comes again is wrong
    Arrays.fill(twice, bytes.length - 4, bytes.length, (byte) 0);
    var sum = new java.util.zip.CRC32C();
    sum.update(twice);
    ByteBuffer.wrap(twice).putInt(bytes.length - 4, (int) sum.getValue());
    assertRejected(ByteBuffer.wrap(twice), "for a 2nd time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0d0a0d0b", "0d0a0d0a000d0a515549540d", "0d0d"})
  void wrongSignatureIsRejectedEarly(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRejected(ByteBuffer.wrap(bytes), "at %d in the signature".formatted(bytes.length - 1));
  }

  @Test
  void mixedAddressesAreWrittenAsVersion6() throws Exception {
    SocketAddress from = at("192.0.2.1", 1);
    SocketAddress to = at("2001:db8::1", 2);
    ProxyHeader second = ProxyHeader.v2(from, to);
    assertThat(whole(ByteBuffer.wrap(second.toBytes()))).isEqualTo(second);
    ProxyHeader first = ProxyHeader.v1((InetSocketAddress) from, (InetSocketAddress) to);
    assertThat(first.toBytes())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("PROXY TCP6 ::ffff:192.0.2.1 2001:db8:0:0:0:0:0:1 1 2\r\n");
    assertThat(whole(ByteBuffer.wrap(first.toBytes()))).isEqualTo(first);
  }

  @Test
  void impossibleHeadersCannotBeMade() {
    SocketAddress four = at("192.0.2.1", 1);
    SocketAddress path = UnixDomainSocketAddress.of("/a");
    InetSocketAddress name = InetSocketAddress.createUnresolved("a", 1);
    List<Runnable> attempts =
        List.of(
            () -> ProxyHeader.v2(four, path),
            () -> ProxyHeader.v2(four, name),
            () -> ProxyHeader.v1Unknown().withChecksum(),
            () -> ProxyHeader.v1Unknown().with(ProxyTlv.of(1, "a")),
            () -> ProxyHeader.v2Local().with(new ProxyTlv(ProxyTlv.CRC32C, new byte[4])),
            () -> new ProxyTlv(256, new byte[0]),
            () -> new ProxyTlv(1, new byte[65_536]),
            () -> ProxyHeader.v2(UnixDomainSocketAddress.of("/" + "a".repeat(108)), path).toBytes(),
            () -> ProxyHeader.v2(four, four).with(new ProxyTlv(1, new byte[65_535])).toBytes());
    assertThat(attempts)
        .allSatisfy(attempt -> assertThatIllegalArgumentException().isThrownBy(attempt::run));
  }
}
