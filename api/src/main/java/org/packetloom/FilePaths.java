// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * Turns paths of a file system into paths of URIs and back.
 *
 * <p>What tells file systems apart is the separator alone. Where it is {@code /}, both are the same
 * text. Where it is a back-slash, {@code C:\a\b} is {@code /C:/a/b} in a URI, as in those of files,
 * and {@code \\server\share\a} is {@code //server/share/a}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8089#appendix-E">RFC 8089, appendix E</a>
 */
final class FilePaths {
  private static final String SLASH = "/";

  private FilePaths() {}

  /** The path of a URI for an absolute path of a file system. */
  static String toUri(String path, String separator) {
    String slashed = path.replace(separator, SLASH);
    return slashed.startsWith(SLASH) ? slashed : SLASH + slashed;
  }

  /** The path of a file system for one of a URI. */
  static String toFile(String path, String separator) {
    if (separator.equals(SLASH)) {
      return path;
    }
    String bare = beginsWithDrive(path) ? path.substring(1) : path;
    return bare.replace(SLASH, separator);
  }

  private static boolean beginsWithDrive(String path) {
    return path.length() > 2
        && path.charAt(0) == '/'
        && AsciiText.isLetter(path.charAt(1))
        && path.charAt(2) == ':';
  }
}
