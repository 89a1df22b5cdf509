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
   * Permissions of the file that a socket is bound to: 0 to 0777, whatever the process's mask says.
   * The file never has more than these, and before the socket listens nobody can connect. Without
   * it the mask decides.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  public static final SocketOption<Integer> FILE_MODE = new Named<>("FILE_MODE", Integer.class);

  /**
   * Owner of the file that a socket is bound to: the name or the number of a user. Needs the
   * privilege to give files away.
   */
  public static final SocketOption<String> FILE_OWNER = new Named<>("FILE_OWNER", String.class);

  /** Group of the file that a socket is bound to: the name or the number of a group. */
  public static final SocketOption<String> FILE_GROUP = new Named<>("FILE_GROUP", String.class);

  /**
   * Whether the file that a socket is bound to is removed when the socket is closed, if it is still
   * the same file; the default is true.
   */
  public static final SocketOption<Boolean> UNLINK = new Named<>("UNLINK", Boolean.class);

  /**
   * Whether a socket file that is left over, to which no process has a socket any more, is replaced
   * when binding; the default is true. A file with a socket, and anything that is not a socket, is
   * never touched. Of several servers that start at once, one wins. On a file system shared between
   * machines the sockets of others are not seen: switch it off there.
   */
  public static final SocketOption<Boolean> TAKE_OVER = new Named<>("TAKE_OVER", Boolean.class);

  /**
   * Whether binding is refused where the folder, or one above it, can be written to by others and
   * has no sticky bit; the default is true.
   */
  public static final SocketOption<Boolean> CHECK_FOLDER =
      new Named<>("CHECK_FOLDER", Boolean.class);

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
