// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * Why a connection ended, or was never made; incubating.
 *
 * @param kind the reason
 * @param code a number of the application's, 0 to 65535; 0 unless {@link Kind#KICKED}, {@link
 *     Kind#DENIED} or {@link Kind#TOKEN_REJECTED}
 */
public record DisconnectReason(Kind kind, int code) {
  /** The reasons; their order is that of the numbers on the wire. */
  public enum Kind {
    /** One side closed it. */
    NORMAL,
    /** The two sides speak different protocols, or versions of one. */
    PROTOCOL_MISMATCH,
    /** The other side did not answer while the connection was made. */
    HANDSHAKE_TIMEOUT,
    /** Nothing was heard of the other side for the idle timeout. */
    TIMED_OUT,
    /** The server has as many connections as it may. */
    SERVER_FULL,
    /** The server does not want this client; the code is the application's. */
    DENIED,
    /** The server ended it; the code is the application's. */
    KICKED,
    /**
     * The server wants a connect token, and not this one; the code is {@link #TOKEN_FORGED}, {@link
     * #TOKEN_EXPIRED}, {@link #TOKEN_ELSEWHERE} or {@link #TOKEN_USED}.
     */
    TOKEN_REJECTED,
    /** The socket beneath has failed, or was closed; known on this side only. */
    SOCKET_FAILED
  }

  /** Code of {@link Kind#TOKEN_REJECTED}: not issued with the server's key, or changed since. */
  public static final int TOKEN_FORGED = 1;

  /** Code of {@link Kind#TOKEN_REJECTED}: its time is over. */
  public static final int TOKEN_EXPIRED = 2;

  /** Code of {@link Kind#TOKEN_REJECTED}: it is for other servers. */
  public static final int TOKEN_ELSEWHERE = 3;

  /** Code of {@link Kind#TOKEN_REJECTED}: it has been used. */
  public static final int TOKEN_USED = 4;

  /** One side closed it. */
  public static final DisconnectReason NORMAL = of(Kind.NORMAL);

  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public DisconnectReason {
    if (code < 0 || code > 0xFFFF) {
      throw new IllegalArgumentException("code: " + code);
    }
  }

  /**
   * A reason with code 0.
   *
   * @param kind the reason
   * @return the reason
   */
  public static DisconnectReason of(Kind kind) {
    return new DisconnectReason(kind, 0);
  }

  /**
   * The server ended it.
   *
   * @param code a number of the application's
   * @return the reason
   * @throws IllegalArgumentException if the code is out of range
   */
  public static DisconnectReason kicked(int code) {
    return new DisconnectReason(Kind.KICKED, code);
  }

  /**
   * The server does not want the client.
   *
   * @param code a number of the application's
   * @return the reason
   * @throws IllegalArgumentException if the code is out of range
   */
  public static DisconnectReason denied(int code) {
    return new DisconnectReason(Kind.DENIED, code);
  }

  @Override
  public String toString() {
    return code == 0 ? kind.name() : kind + "(" + code + ")";
  }
}
