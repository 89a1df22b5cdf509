// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;

/**
 * Two sides did not come to an agreement: the message names the connection and says why, as far as
 * that is known here. The connector is of no further use then but to be closed.
 */
public final class TlsHandshakeException extends SSLHandshakeException {
  private static final long serialVersionUID = 1L;

  /** What kinds of failure there are. */
  public enum Reason {
    /** The peer ended the connection without having sent a byte, as checks of health do. */
    SILENCE,
    /** The peer ended the connection in the middle of the handshake. */
    ENDED,
    /** It took longer than {@link Tls#handshakeTimeout}. */
    TIME,
    /** The peer's part was longer than {@link Tls#mostHandshakeBytes}. */
    SIZE,
    /**
     * One side refused what the other one offered, such as a certificate, or did not understand it;
     * the cause is what the JDK says.
     */
    REFUSAL
  }

  /** What kind of failure it is. */
  private final Reason reason;

  /**
   * Makes the exception.
   *
   * @param reason what kind of failure it is
   * @param message the connection, and what went wrong
   */
  public TlsHandshakeException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * What kind of failure it is.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
