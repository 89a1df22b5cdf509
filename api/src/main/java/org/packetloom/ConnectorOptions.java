// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketOption;

/**
 * Socket options beyond {@link java.net.StandardSocketOptions}.
 *
 * <p>Of the standard ones connectors know {@code SO_SNDBUF}, {@code SO_RCVBUF}, {@code
 * SO_KEEPALIVE}, {@code SO_REUSEADDR}, {@code SO_LINGER} and {@code TCP_NODELAY}, where they have a
 * meaning.
 */
public final class ConnectorOptions {
  /**
   * How many connections may wait to be accepted: 1 or more, cut by the system to its limit. Set
   * before listening; the default is the system's limit.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  public static final SocketOption<Integer> BACKLOG = new Named<>("BACKLOG", Integer.class);

  /**
   * Most bytes of a packet through a {@code tun} or {@code tap} device, the Ethernet header not
   * counted.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public static final SocketOption<Integer> MTU = new Named<>("MTU", Integer.class);

  /**
   * How many packets wait in a {@code tun} or {@code tap} device until they are received; what
   * comes then is lost.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public static final SocketOption<Integer> TXQUEUELEN = new Named<>("TXQUEUELEN", Integer.class);

  private ConnectorOptions() {}

  private record Named<T>(String name, Class<T> type) implements SocketOption<T> {
    @Override
    public String toString() {
      return name;
    }
  }
}
