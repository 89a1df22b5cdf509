// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.MalformedURLException;
import java.util.Objects;

/**
 * A connector URI is wrong; the message quotes it and names the offending part.
 *
 * <p>Thrown before any descriptor is opened.
 */
public final class ConnectorUriException extends MalformedURLException {
  private static final long serialVersionUID = 1L;

  /** The text as it was given. */
  private final String uri;

  /** The offending part. */
  private final String part;

  /**
   * Makes the exception.
   *
   * @param uri the text as it was given
   * @param part the offending part, such as {@code port '70000'}
   * @param reason what is wrong with it
   */
  public ConnectorUriException(String uri, String part, String reason) {
    super(FailureDetail.printable("'" + uri + "': " + part + ": " + reason));
    this.uri = Objects.requireNonNull(uri, "uri");
    this.part = Objects.requireNonNull(part, "part");
  }

  /**
   * The text as it was given.
   *
   * @return the text, unchanged
   */
  public String uri() {
    return uri;
  }

  /**
   * The part that is wrong.
   *
   * @return what kind of part it is, and the part itself in quotes
   */
  public String part() {
    return part;
  }
}
