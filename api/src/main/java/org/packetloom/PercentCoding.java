// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent encoding of URI parts, in UTF-8.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986, section 2.1</a>
 */
final class PercentCoding {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCoding() {}

  /** Decodes to text; {@code kind} names the part in failures. */
  static String decode(String kind, String encoded) throws UriPartException {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = decodeBytes(kind, encoded);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new UriPartException(kind, encoded, "its percent-encoded bytes are not UTF-8");
    }
  }

  /** Decodes to bytes; all raw characters must be ASCII. */
  static byte[] decodeBytes(String kind, String encoded) throws UriPartException {
    var bytes = new ByteArrayOutputStream(encoded.length());
    int index = 0;
    while (index < encoded.length()) {
      char c = encoded.charAt(index);
      if (c == '%') {
        bytes.write(escapedByte(kind, encoded, index));
        index += 3;
      } else {
        bytes.write(c);
        index++;
      }
    }
    return bytes.toByteArray();
  }

  private static int escapedByte(String kind, String encoded, int index) throws UriPartException {
    String escape = encoded.substring(index, Math.min(index + 3, encoded.length()));
    if (escape.length() < 3
        || !HexFormat.isHexDigit(escape.charAt(1))
        || !HexFormat.isHexDigit(escape.charAt(2))) {
      throw new UriPartException(
          kind, encoded, "'" + escape + "' is not % and two hexadecimal digits");
    }
    return HexFormat.fromHexDigits(escape, 1, 3);
  }

  /**
   * Encodes all but unreserved characters and those in {@code kept}.
   *
   * @throws UriPartException if {@code text} has half of a surrogate pair
   */
  static String encode(String kind, String text, String kept) throws UriPartException {
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException _) {
      throw new UriPartException(kind, text, "has half of a surrogate pair");
    }
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return encodeBytes(bytes, kept);
  }

  /** Encodes all but the bytes of unreserved characters and of those in {@code kept}. */
  static String encodeBytes(byte[] bytes, String kept) {
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || kept.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append('%').append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(char c) {
    return AsciiText.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0;
  }
}
