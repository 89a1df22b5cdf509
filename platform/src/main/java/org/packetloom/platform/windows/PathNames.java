// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Turns paths of the seam into those of Windows, and back.
 *
 * <p>A path of the seam has the bytes of the virtual machine's encoding, and slashes; a drive may
 * stand behind the first one: {@code /C:/Temp/x} is {@code C:\Temp\x}. Addresses of Unix-domain
 * sockets hold UTF-8 (afunix.h).
 */
final class PathNames {
  /** How the virtual machine turns names into bytes. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

  private static final char SEPARATOR = '\\';

  private PathNames() {}

  /** The path of Windows for one of the seam. */
  static String toWindows(byte[] path) {
    String text = new String(path, NAMES);
    boolean hasDrive =
        text.length() > 2
            && text.charAt(0) == '/'
            && Character.isLetter(text.charAt(1))
            && text.charAt(2) == ':';
    return (hasDrive ? text.substring(1) : text).replace('/', SEPARATOR);
  }

  /** The path of something in a folder. */
  static String within(String folder, byte[] name) {
    String last = toWindows(name);
    return folder.endsWith("\\") ? folder + last : folder + SEPARATOR + last;
  }

  /** What an address of a Unix-domain socket holds for a path of the seam. */
  static byte[] toAddress(byte[] path) {
    return toWindows(path).getBytes(StandardCharsets.UTF_8);
  }

  /** The path of the seam for what an address holds. */
  static byte[] fromAddress(byte[] name) {
    return new String(name, StandardCharsets.UTF_8).getBytes(NAMES);
  }

  /** A path of the seam for one of Windows. */
  static byte[] fromWindows(String path) {
    String slashed = path.replace(SEPARATOR, '/');
    return (slashed.startsWith("/") ? slashed : "/" + slashed).getBytes(NAMES);
  }
}
