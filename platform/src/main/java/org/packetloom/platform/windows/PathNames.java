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

  /** Separators in the path of a share, which has no folder above it. */
  private static final int SHARE_SEPARATORS = 5;

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

  /**
   * The folder that one is in; of the topmost one, itself. Paths as the system tells them ({@code
   * \\?\C:\a}) take no dots.
   */
  static String parent(String folder) {
    String path = folder.endsWith("\\") ? folder.substring(0, folder.length() - 1) : folder;
    int cut = path.lastIndexOf(SEPARATOR);
    long separators = path.chars().filter(c -> c == SEPARATOR).count();
    boolean isShare = path.startsWith("\\\\?\\UNC\\") && separators <= SHARE_SEPARATORS;
    if (cut < 0 || path.endsWith(":") || isShare) {
      return folder;
    }
    String above = path.substring(0, cut);
    return above.endsWith(":") ? above + SEPARATOR : above;
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
