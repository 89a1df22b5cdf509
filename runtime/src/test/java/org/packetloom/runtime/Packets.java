// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Packets and frames, put together and taken apart by hand.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc791">RFC 791</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc792">RFC 792</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc826">RFC 826</a>
 */
final class Packets {
  private static final int HEADER4 = 20;
  private static final int HEADER6 = 40;
  private static final int ECHO_HEADER = 8;
  private static final int ETHERNET_HEADER = 14;
  private static final int ARP = 0x0806;
  private static final int IPV4 = 0x0800;
  private static final int ICMP = 1;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;

  private Packets() {}

  /** An echo request over IPv4 with so many bytes of data. */
  static byte[] ping4(String from, String to, int size) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER4 + ECHO_HEADER + size);
    packet.put(0, (byte) 0x45).putShort(2, (short) packet.capacity());
    packet.put(8, (byte) 64).put(9, (byte) ICMP);
    packet.put(12, address(from)).put(16, address(to));
    packet.putShort(10, checksum(packet, 0, HEADER4, 0));
    echo(packet, HEADER4, 8);
    packet.putShort(HEADER4 + 2, checksum(packet, HEADER4, packet.capacity(), 0));
    return packet.array();
  }

  /** An echo request over IPv6 with so many bytes of data. */
  static byte[] ping6(String from, String to, int size) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER6 + ECHO_HEADER + size);
    int length = ECHO_HEADER + size;
    packet.put(0, (byte) 0x60).putShort(4, (short) length);
    packet.put(6, (byte) ICMP6).put(7, (byte) 64);
    packet.put(8, address(from)).put(24, address(to));
    echo(packet, HEADER6, 128);
    // the addresses, the length and the protocol are part of the sum
    int pseudo = sum(packet, 8, HEADER6) + length + ICMP6;
    packet.putShort(HEADER6 + 2, checksum(packet, HEADER6, packet.capacity(), pseudo));
    return packet.array();
  }

  private static void echo(ByteBuffer packet, int at, int type) {
    packet.put(at, (byte) type).putShort(at + 4, (short) 0x4c4c).putShort(at + 6, (short) 1);
    for (int i = at + ECHO_HEADER; i < packet.capacity(); i++) {
      packet.put(i, (byte) (i * 7));
    }
  }

  private static byte[] address(String literal) {
    return InetAddress.ofLiteral(literal).getAddress();
  }

  private static int sum(ByteBuffer bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i += 2) {
      int low = i + 1 < to ? bytes.get(i + 1) & 0xff : 0;
      sum += (bytes.get(i) & 0xff) << 8 | low;
    }
    return sum;
  }

  private static short checksum(ByteBuffer bytes, int from, int to, int more) {
    int sum = sum(bytes, from, to) + more;
    sum = (sum >>> 16) + (sum & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    return (short) ~sum;
  }

  /** Whether a packet is the echo reply to a request over IPv4, with all its data. */
  static boolean isPong4(byte[] packet, byte[] request) {
    return packet.length == request.length
        && packet[9] == ICMP
        && packet[HEADER4] == 0
        && Arrays.equals(packet, 12, 16, request, 16, 20)
        && Arrays.equals(packet, HEADER4 + 4, packet.length, request, HEADER4 + 4, packet.length);
  }

  /** Whether a packet is the echo reply to a request over IPv6, with all its data. */
  static boolean isPong6(byte[] packet, byte[] request) {
    return packet.length == request.length
        && packet[6] == ICMP6
        && packet[HEADER6] == (byte) 129
        && Arrays.equals(packet, HEADER6 + 4, packet.length, request, HEADER6 + 4, packet.length);
  }

  /** Whether a packet is the same request, though it went over a router. */
  static boolean isSamePing4(byte[] packet, byte[] request) {
    return packet.length == request.length
        && Arrays.equals(packet, 12, packet.length, request, 12, packet.length);
  }

  /** Whether a frame asks for an address of the link. */
  static boolean isArpRequest(byte[] frame) {
    return type(frame) == ARP && frame[ETHERNET_HEADER + 7] == 1;
  }

  /** The internet address that an ARP request asks for. */
  static String arpTarget(byte[] frame) throws UnknownHostException {
    int at = ETHERNET_HEADER + 24;
    return InetAddress.getByAddress(Arrays.copyOfRange(frame, at, at + 4)).getHostAddress();
  }

  /** The answer to an ARP request, from an interface that is made up. */
  static byte[] arpReply(byte[] request) {
    byte[] ours = {2, 0, 0, 0, 0, 9};
    ByteBuffer asked = ByteBuffer.wrap(request);
    ByteBuffer reply = ByteBuffer.wrap(request.clone());
    reply.put(0, asked, 6, 6).put(6, ours);
    int at = ETHERNET_HEADER;
    reply.put(at + 7, (byte) 2).put(at + 8, ours).put(at + 14, asked, at + 24, 4);
    reply.put(at + 18, asked, at + 8, 10);
    return reply.array();
  }

  /** Whether a frame carries UDP over IPv4. */
  static boolean isUdpFrame(byte[] frame) {
    return type(frame) == IPV4 && frame[ETHERNET_HEADER + 9] == UDP;
  }

  private static int type(byte[] frame) {
    return Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(12));
  }
}
