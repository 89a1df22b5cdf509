// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * One part of a URI is wrong, found where the whole text is not known.
 *
 * <p>Becomes a {@link ConnectorUriException} when parsing, an {@link IllegalArgumentException} when
 * a program puts a URI together.
 */
final class UriPartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The offending part. */
  private final String part;

  /** What is wrong with it. */
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param kind what kind of part it is
   * @param value the part as it was given
   * @param reason what is wrong with it
   */
  UriPartException(String kind, String value, String reason) {
    super(kind + " '" + value + "': " + reason, null, false, false);
    this.part = kind + " '" + value + "'";
    this.reason = reason;
  }

  ConnectorUriException in(String uri) {
    return new ConnectorUriException(uri, part, reason);
  }

  IllegalArgumentException asArgument() {
    return new IllegalArgumentException(getMessage(), this);
  }
}
