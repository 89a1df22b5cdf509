// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Version 1: one line of text, {@code PROXY TCP4 192.0.2.1 192.0.2.2 5000 80}, ended by CR LF.
 *
 * <p>The end of the line is not known beforehand. So that nothing behind it is read, a reader asks
 * how much every allowed line that begins like this still has to have.
 */
final class ProxyText {
  static final byte FIRST = 'P';
  static final int LEAST_BYTES = "PROXY UNKNOWN\r\n".length();

  private static final String BEGIN = "PROXY ";
  private static final String UNKNOWN = "UNKNOWN";
  private static final String TCP4 = "TCP4";
  private static final String TCP6 = "TCP6";
  private static final int FIELDS = 6;
  private static final int LEAST_V4 = "1.1.1.1".length();
  private static final int LEAST_V6 = "::".length();

  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final String BYTE = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final String QUAD = BYTE + "(\\." + BYTE + "){3}";
  private static final Pattern V4 = Pattern.compile(QUAD);
  private static final Pattern V6 =
      Pattern.compile("([0-9a-fA-F]{0,4}:){2,7}([0-9a-fA-F]{0,4}|" + QUAD + ")");

  private ProxyText() {}

  /** As {@link ProxyHeader#missing}. */
  static int missing(ByteBuffer bytes) throws ProxyProtocolException {
    int length = Math.min(bytes.remaining(), ProxyHeader.MOST_V1_BYTES);
    StringBuilder line = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      byte one = bytes.get(bytes.position() + i);
      if (one == '\r') {
        ensureLineIsAllowed(line.toString(), true);
        return missingAfterReturn(bytes, i + 1);
      }
      if (one < ' ' || one > '~') {
        throw new ProxyProtocolException("byte 0x%02x at %d in the line".formatted(one, i));
      }
      line.append((char) one);
    }
    if (length + 2 > ProxyHeader.MOST_V1_BYTES) {
      throw new ProxyProtocolException(
          "no end of line within " + ProxyHeader.MOST_V1_BYTES + " bytes");
    }
    ensureLineIsAllowed(line.toString(), false);
    return 2 + missingBeforeEnd(line.toString());
  }

  private static int missingAfterReturn(ByteBuffer bytes, int next) throws ProxyProtocolException {
    if (next + 1 > ProxyHeader.MOST_V1_BYTES) {
      throw new ProxyProtocolException(
          "no end of line within " + ProxyHeader.MOST_V1_BYTES + " bytes");
    }
    if (bytes.remaining() == next) {
      return 1;
    }
    if (bytes.get(bytes.position() + next) != '\n') {
      throw new ProxyProtocolException("CR without LF");
    }
    return 0;
  }

  /** Checks the words that are there so far: PROXY, and what kind of addresses follow. */
  private static void ensureLineIsAllowed(String line, boolean isWhole)
      throws ProxyProtocolException {
    if (!startsAlike(line, BEGIN)) {
      throw new ProxyProtocolException("does not begin with 'PROXY '");
    }
    String rest = line.length() > BEGIN.length() ? line.substring(BEGIN.length()) : "";
    boolean isUnknown = startsAlike(rest, UNKNOWN + " ");
    boolean isAllowed =
        isWhole
            ? rest.equals(UNKNOWN)
                || rest.startsWith(UNKNOWN + " ")
                || rest.startsWith(TCP4 + " ")
                || rest.startsWith(TCP6 + " ")
            : isUnknown || startsAlike(rest, TCP4 + " ") || startsAlike(rest, TCP6 + " ");
    if (!isAllowed) {
      throw new ProxyProtocolException("protocol '" + rest.split(" ", 2)[0] + "'");
    }
  }

  /** Whether one of both begins with the other. */
  private static boolean startsAlike(String text, String word) {
    return text.startsWith(word) || word.startsWith(text);
  }

  /** Characters that the shortest allowed continuation of an unfinished line has before its end. */
  private static int missingBeforeEnd(String line) {
    if (line.length() <= BEGIN.length() || line.charAt(BEGIN.length()) == 'U') {
      return Math.max(0, BEGIN.length() + UNKNOWN.length() - line.length());
    }
    int leastAddress = line.startsWith(BEGIN + TCP4) ? LEAST_V4 : LEAST_V6;
    int[] least = {0, TCP4.length(), leastAddress, leastAddress, 1, 1};
    String[] fields = line.split(" ", -1);
    int last = Math.min(fields.length, FIELDS) - 1;
    int missing = Math.max(0, least[last] - fields[last].length());
    for (int i = last + 1; i < FIELDS; i++) {
      missing += 1 + least[i];
    }
    return missing;
  }

  /** Reads a header that is complete. */
  static ProxyHeader parse(ByteBuffer bytes) throws ProxyProtocolException {
    int end = bytes.position();
    while (bytes.get(end) != '\r') {
      end++;
    }
    byte[] line = new byte[end - bytes.position()];
    bytes.get(bytes.position(), line);
    ProxyHeader header = parse(new String(line, StandardCharsets.US_ASCII));
    bytes.position(end + 2);
    return header;
  }

  private static ProxyHeader parse(String line) throws ProxyProtocolException {
    String[] fields = line.split(" ", -1);
    if (fields[1].equals(UNKNOWN)) {
      return ProxyHeader.v1Unknown();
    }
    if (fields.length != FIELDS) {
      throw new ProxyProtocolException(fields.length + " words instead of " + FIELDS);
    }
    boolean isV4 = fields[1].equals(TCP4);
    return new ProxyHeader(
        1,
        false,
        ProxyHeader.Transport.STREAM,
        Optional.of(new InetSocketAddress(address(fields[2], isV4), port(fields[4]))),
        Optional.of(new InetSocketAddress(address(fields[3], isV4), port(fields[5]))),
        List.of(),
        false);
  }

  private static InetAddress address(String text, boolean isV4) throws ProxyProtocolException {
    try {
      if ((isV4 ? V4 : V6).matcher(text).matches()) {
        return InetAddress.ofLiteral(text);
      }
    } catch (IllegalArgumentException _) {
      // such as too many groups
    }
    throw new ProxyProtocolException("address '" + text + "' of " + (isV4 ? TCP4 : TCP6));
  }

  private static int port(String text) throws ProxyProtocolException {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 0xffff) {
      throw new ProxyProtocolException("port '" + text + "'");
    }
    return port;
  }

  static byte[] write(ProxyHeader header) {
    String line = BEGIN + UNKNOWN + "\r\n";
    if (header.source().isPresent()) {
      InetSocketAddress from = (InetSocketAddress) header.source().get();
      InetSocketAddress to = (InetSocketAddress) header.destination().orElseThrow();
      boolean isV4 =
          from.getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet4Address;
      line =
          "%s%s %s %s %d %d\r\n"
              .formatted(
                  BEGIN,
                  isV4 ? TCP4 : TCP6,
                  text(from.getAddress(), isV4),
                  text(to.getAddress(), isV4),
                  from.getPort(),
                  to.getPort());
    }
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(InetAddress address, boolean isV4) {
    String text = address.getHostAddress();
    if (isV4) {
      return text;
    }
    int zone = text.indexOf('%');
    if (zone >= 0) {
      return text.substring(0, zone);
    }
    return address instanceof Inet4Address ? "::ffff:" + text : text;
  }
}
