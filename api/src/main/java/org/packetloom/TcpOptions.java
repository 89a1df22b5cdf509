// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketOption;
import java.time.Duration;

/**
 * Options of TCP sockets beyond {@link java.net.StandardSocketOptions}.
 *
 * <p>What {@link ConnectorOptions} says of setting them holds here too.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpOptions {
  /**
   * How long sent bytes may stay unacknowledged before the connection fails with {@link
   * ConnectionTimedOutException}: milliseconds, 0 for the system's default, which is some 15
   * minutes.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5482">RFC 5482</a>
   */
  public static final SocketOption<Duration> TCP_USER_TIMEOUT = ofDuration("TCP_USER_TIMEOUT");

  /**
   * How long a connection is silent before its peer is probed, if {@link
   * java.net.StandardSocketOptions#SO_KEEPALIVE} is on: seconds, 1 to 32767.
   */
  public static final SocketOption<Duration> TCP_KEEPIDLE = ofDuration("TCP_KEEPIDLE");

  /** How long to wait between probes: seconds, 1 to 32767. */
  public static final SocketOption<Duration> TCP_KEEPINTVL = ofDuration("TCP_KEEPINTVL");

  /** How many probes in a row may stay unanswered: 1 to 127. */
  public static final SocketOption<Integer> TCP_KEEPCNT = NamedOption.ofNumber("TCP_KEEPCNT");

  /** How often to send the request to connect: 1 to 127. Set before connecting. */
  public static final SocketOption<Integer> TCP_SYNCNT = NamedOption.ofNumber("TCP_SYNCNT");

  /** Send no segment that is not full, until it is switched off or 200 ms have passed. */
  public static final SocketOption<Boolean> TCP_CORK = NamedOption.ofSwitch("TCP_CORK");

  /** Acknowledge at once; the system returns to delaying when it sees fit. */
  public static final SocketOption<Boolean> TCP_QUICKACK = NamedOption.ofSwitch("TCP_QUICKACK");

  /**
   * Bytes written and not yet sent above which writing waits: 1 to 4294967295, the default. A small
   * number keeps data out of the system's buffer that may still be replaced.
   */
  public static final SocketOption<Long> TCP_NOTSENT_LOWAT =
      new NamedOption<>("TCP_NOTSENT_LOWAT", Long.class);

  /**
   * The congestion control, such as {@code cubic}: one of those that the system allows, 15 bytes at
   * most.
   */
  public static final SocketOption<String> TCP_CONGESTION =
      new NamedOption<>("TCP_CONGESTION", String.class);

  /**
   * The largest segment to agree on: 88 to 32767 bytes. Set before connecting or listening; a
   * connected socket tells what it sends.
   */
  public static final SocketOption<Integer> TCP_MAXSEG = NamedOption.ofNumber("TCP_MAXSEG");

  /** How long a closed connection waits for the peer's end: seconds, 1 to 120. */
  public static final SocketOption<Duration> TCP_LINGER2 = ofDuration("TCP_LINGER2");

  /**
   * How long a connection may wait for its first bytes before it is accepted without: seconds, 0
   * for no wait. For listeners. The system counts in repetitions of its answer, after 1, 3, 7, 15
   * seconds and so on, and tells the next of these.
   */
  public static final SocketOption<Duration> TCP_DEFER_ACCEPT = ofDuration("TCP_DEFER_ACCEPT");

  /**
   * How many connections with early data a listener may hold: 0 for none. For listeners; the system
   * must allow it too ({@code net.ipv4.tcp_fastopen} 2 or 3).
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7413">RFC 7413</a>
   */
  public static final SocketOption<Integer> TCP_FASTOPEN = NamedOption.ofNumber("TCP_FASTOPEN");

  /**
   * Connecting to a peer that was connected to before returns at once, and the first write takes
   * the request along. Set before connecting; a failure to connect shows at the first write or read
   * then.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7413">RFC 7413</a>
   */
  public static final SocketOption<Boolean> TCP_FASTOPEN_CONNECT =
      NamedOption.ofSwitch("TCP_FASTOPEN_CONNECT");

  /** What the system knows of the connection, at this moment; read-only. */
  public static final SocketOption<TcpInfo> TCP_INFO = new NamedOption<>("TCP_INFO", TcpInfo.class);

  private TcpOptions() {}

  private static SocketOption<Duration> ofDuration(String name) {
    return new NamedOption<>(name, Duration.class);
  }
}
