// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.time.Duration;

/**
 * Socket options beyond {@link java.net.StandardSocketOptions}; those of TCP are in {@link
 * TcpOptions}.
 *
 * <p>Of the standard ones sockets know {@code SO_SNDBUF} and {@code SO_RCVBUF}; those of the
 * internet also {@code SO_REUSEADDR}, {@code SO_REUSEPORT}, {@code SO_LINGER}, {@code SO_BROADCAST}
 * and {@code IP_TOS}; those of TCP also {@code SO_KEEPALIVE} and {@code TCP_NODELAY}. What a
 * connector knows is told by {@link Connector#supportedOptions}.
 *
 * <p>Unless said otherwise an option can be set with {@link ConnectorBuilder#option} and at any
 * time later, and a listener's holds for the connections that it accepts. Numbers and durations out
 * of range are refused with {@link IllegalArgumentException} before the system sees them; durations
 * finer than the system counts are rounded up. What needs a privilege and lacks it fails with
 * {@link AccessRefusedException}.
 *
 * <p>One option of Linux is left out with intent: {@code SO_RCVLOWAT} would have the system hide
 * bytes that have arrived from readers, who wait for events here.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public final class ConnectorOptions {
  // ---- any socket

  /**
   * How many connections may wait to be accepted: 1 or more, cut by the system to its limit. Set
   * before listening; the default is the system's limit.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  public static final SocketOption<Integer> BACKLOG = NamedOption.ofNumber("BACKLOG");

  /**
   * The number of the error that the system holds for the socket, 0 for none; read-only. Reading
   * takes the error away, from a thread that waits too.
   */
  public static final SocketOption<Integer> SO_ERROR = NamedOption.ofNumber("SO_ERROR");

  /** How bytes travel; read-only. */
  public static final SocketOption<Behaviour> SO_TYPE =
      new NamedOption<>("SO_TYPE", Behaviour.class);

  /** The family of its addresses: a {@link java.net.StandardProtocolFamily}; read-only. */
  public static final SocketOption<ProtocolFamily> SO_DOMAIN =
      new NamedOption<>("SO_DOMAIN", ProtocolFamily.class);

  /** The number of its protocol, such as 6 for TCP; read-only. */
  public static final SocketOption<Integer> SO_PROTOCOL = NamedOption.ofNumber("SO_PROTOCOL");

  /** Whether it listens; read-only. */
  public static final SocketOption<Boolean> SO_ACCEPTCONN = NamedOption.ofSwitch("SO_ACCEPTCONN");

  // ---- any socket of the internet

  /**
   * The name of the one network interface to send and receive by, empty for any: 15 bytes at most.
   * Set before binding or connecting; once set it needs {@code CAP_NET_RAW} to change it.
   */
  public static final SocketOption<String> SO_BINDTODEVICE =
      new NamedOption<>("SO_BINDTODEVICE", String.class);

  /** A mark for routing and filtering: 0 to 4294967295; needs {@code CAP_NET_ADMIN}. */
  public static final SocketOption<Long> SO_MARK = new NamedOption<>("SO_MARK", Long.class);

  /**
   * The priority in the system's queues: 0 to 6, or with {@code CAP_NET_ADMIN} any other that is
   * not negative. Setting the traffic class sets it too.
   */
  public static final SocketOption<Integer> SO_PRIORITY = NamedOption.ofNumber("SO_PRIORITY");

  /** Urgent bytes stay in their place among the others. */
  public static final SocketOption<Boolean> SO_OOBINLINE = NamedOption.ofSwitch("SO_OOBINLINE");

  /** Send to hosts on attached networks only, by no gateway. */
  public static final SocketOption<Boolean> SO_DONTROUTE = NamedOption.ofSwitch("SO_DONTROUTE");

  /**
   * How long the network device is polled before a call waits: microseconds, 0 for not at all.
   * Older systems want {@code CAP_NET_ADMIN} to raise it.
   */
  public static final SocketOption<Duration> SO_BUSY_POLL =
      new NamedOption<>("SO_BUSY_POLL", Duration.class);

  /** The processor that serves the socket's packets, −1 for none known yet. */
  public static final SocketOption<Integer> SO_INCOMING_CPU =
      NamedOption.ofNumber("SO_INCOMING_CPU");

  /** The most bytes per second to send: 1 or more, −1 for no limit. */
  public static final SocketOption<Long> SO_MAX_PACING_RATE =
      new NamedOption<>("SO_MAX_PACING_RATE", Long.class);

  /** Hops that packets may make: 1 to 255. Of both versions of IP. */
  public static final SocketOption<Integer> IP_TTL = NamedOption.ofNumber("IP_TTL");

  /** Bind to an address that is not, or not yet, one of this machine. Set before binding. */
  public static final SocketOption<Boolean> IP_FREEBIND = NamedOption.ofSwitch("IP_FREEBIND");

  /**
   * Bind to addresses of others, for proxies that are not to be seen; needs {@code CAP_NET_ADMIN}
   * or {@code CAP_NET_RAW}. Set before binding.
   */
  public static final SocketOption<Boolean> IP_TRANSPARENT = NamedOption.ofSwitch("IP_TRANSPARENT");

  /**
   * Binding to port 0 leaves the choice of a port to connecting, which can then share ports among
   * peers. Set before binding.
   */
  public static final SocketOption<Boolean> IP_BIND_ADDRESS_NO_PORT =
      NamedOption.ofSwitch("IP_BIND_ADDRESS_NO_PORT");

  /** How the size of packets is fitted to the path. */
  public static final SocketOption<MtuDiscovery> IP_MTU_DISCOVER =
      new NamedOption<>("IP_MTU_DISCOVER", MtuDiscovery.class);

  /** The largest packet that the path takes, in bytes; read-only, of connected sockets. */
  public static final SocketOption<Integer> IP_MTU = NamedOption.ofNumber("IP_MTU");

  /**
   * A socket of IP version 6 serves version 6 only; only such sockets have it. Set before binding:
   * the scheme has chosen by then, and {@code tcp6} has chosen true.
   */
  public static final SocketOption<Boolean> IPV6_V6ONLY = NamedOption.ofSwitch("IPV6_V6ONLY");

  // ---- files of Unix-domain sockets

  /**
   * Whether messages of a Unix-domain socket come with who sent them. A socket without a name gets
   * one of the system's choice when it connects or sends with this switched on.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  public static final SocketOption<Boolean> SO_PASSCRED = NamedOption.ofSwitch("SO_PASSCRED");

  /**
   * Permissions of the file that a socket is bound to: 0 to 0777, whatever the process's mask says.
   * The file never has more than these, and before the socket listens nobody can connect. Without
   * it the mask decides.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  public static final SocketOption<Integer> FILE_MODE = NamedOption.ofNumber("FILE_MODE");

  /**
   * Owner of the file that a socket is bound to: the name or the number of a user. Needs the
   * privilege to give files away.
   */
  public static final SocketOption<String> FILE_OWNER =
      new NamedOption<>("FILE_OWNER", String.class);

  /** Group of the file that a socket is bound to: the name or the number of a group. */
  public static final SocketOption<String> FILE_GROUP =
      new NamedOption<>("FILE_GROUP", String.class);

  /**
   * Whether the file that a socket is bound to is removed when the socket is closed, if it is still
   * the same file; the default is true.
   */
  public static final SocketOption<Boolean> UNLINK = NamedOption.ofSwitch("UNLINK");

  /**
   * Whether a socket file that is left over, to which no process has a socket any more, is replaced
   * when binding; the default is true. A file with a socket, and anything that is not a socket, is
   * never touched. Of several servers that start at once, one wins. On a file system shared between
   * machines the sockets of others are not seen: switch it off there.
   */
  public static final SocketOption<Boolean> TAKE_OVER = NamedOption.ofSwitch("TAKE_OVER");

  /**
   * Whether binding is refused where the folder, or one above it, can be written to by others and
   * has no sticky bit; the default is true.
   */
  public static final SocketOption<Boolean> CHECK_FOLDER = NamedOption.ofSwitch("CHECK_FOLDER");

  // ---- network interfaces of the system's own making

  /**
   * Most bytes of a packet through a {@code tun} or {@code tap} device, the Ethernet header not
   * counted.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public static final SocketOption<Integer> MTU = NamedOption.ofNumber("MTU");

  /**
   * How many packets wait in a {@code tun} or {@code tap} device until they are received; what
   * comes then is lost.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public static final SocketOption<Integer> TXQUEUELEN = NamedOption.ofNumber("TXQUEUELEN");

  private ConnectorOptions() {}

  /**
   * Any other option of the system, by its numbers. Its value is the bytes as the system stores
   * them, in the byte order of the processor.
   *
   * <p>Every socket takes such options, though none lists them; what is not right the system
   * refuses. Options that change when a socket is ready, or how reading and writing report it, such
   * as {@code SO_RCVLOWAT}, break promises of the connector.
   *
   * @param level the number of the protocol, such as 6 for TCP
   * @param name the number of the option
   * @param size the most bytes that the value has when it is read, 0 to 65536
   * @return the option; a value that is read is as long as the system says, one that is set may
   *     have any length
   * @throws IllegalArgumentException if the size is out of range
   */
  public static SocketOption<byte[]> raw(int level, int name, int size) {
    return new RawOption(level, name, size);
  }
}
