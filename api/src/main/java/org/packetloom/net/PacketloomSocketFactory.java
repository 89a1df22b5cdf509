// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Properties;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;

/**
 * Makes {@link PacketloomSocket}s: for code that takes a {@link SocketFactory}, and for drivers
 * that take the name of one.
 *
 * <p>A factory may have a connector URI that its sockets go through. They connect to what it names,
 * by any scheme, whatever host and port they are given; the host is not looked up. Its parameters
 * hold too: {@code local:///run/db.sock?interrupt=defer&read-timeout=30s}.
 *
 * <p>Otherwise sockets use TCP, or Unix-domain sockets for such addresses, and proxies as sockets
 * of the JDK do: {@link java.net.ProxySelector#getDefault()} is asked.
 *
 * <p>Immutable and safe for use by any thread. Two factories are equal if they make sockets the
 * same way.
 *
 * <p>Those who can name a class, but give its constructor no argument, name one of their own:
 *
 * {@snippet :
 * public final class DatabaseSockets extends PacketloomSocketFactory {
 *   public DatabaseSockets() {
 *     super("local:///run/db.sock");
 *   }
 * }
 * }
 */
public class PacketloomSocketFactory extends SocketFactory {
  private final SocketSource source;

  private PacketloomSocketFactory(SocketSource source) {
    this.source = source;
  }

  /** A factory of the shared toolkit. */
  public PacketloomSocketFactory() {
    this(SocketSource.SHARED);
  }

  /**
   * A factory of the shared toolkit, as named in a driver's URL.
   *
   * @param via the connector URI that sockets go through; empty for none
   * @throws IllegalArgumentException if it is wrong, or has {@code blocking=no}
   */
  public PacketloomSocketFactory(String via) {
    this(SocketSource.parse(via));
  }

  /**
   * A factory of the shared toolkit, with a driver's properties.
   *
   * @param properties {@code via}, or else {@code socketFactoryArg}, is the connector URI that
   *     sockets go through; others do not matter
   * @throws IllegalArgumentException if the URI is wrong, or has {@code blocking=no}
   */
  public PacketloomSocketFactory(Properties properties) {
    this(SocketSource.parse(properties));
  }

  /**
   * A factory of a toolkit.
   *
   * @param loom its sockets are closed with it
   * @return the factory
   */
  public static PacketloomSocketFactory of(Packetloom loom) {
    return new PacketloomSocketFactory(SocketSource.of(loom));
  }

  /**
   * A factory of the shared toolkit whose sockets go through a connector.
   *
   * @param uri what they connect to
   * @return the factory
   * @throws IllegalArgumentException if it has {@code blocking=no}
   */
  public static PacketloomSocketFactory via(ConnectorUri uri) {
    return new PacketloomSocketFactory(SocketSource.via(uri));
  }

  /**
   * A factory of the shared toolkit, for frameworks that find it by this name.
   *
   * @return a factory as the constructor without arguments makes it
   */
  public static SocketFactory getDefault() {
    return new PacketloomSocketFactory();
  }

  /**
   * This factory with another toolkit.
   *
   * @param loom its sockets are closed with it
   * @return another factory
   */
  public PacketloomSocketFactory with(Packetloom loom) {
    return new PacketloomSocketFactory(source.with(loom));
  }

  /**
   * This factory with a proxy, instead of asking {@link java.net.ProxySelector}. What goes through
   * a connector URI, or to a Unix-domain address, uses none.
   *
   * @param proxy a SOCKS or HTTP proxy; {@link Proxy#NO_PROXY} for none. User and password come
   *     from {@link java.net.Authenticator}
   * @return another factory
   */
  public PacketloomSocketFactory with(Proxy proxy) {
    return new PacketloomSocketFactory(source.with(proxy));
  }

  /**
   * Makes a socket that is not connected.
   *
   * @return the socket
   */
  @Override
  public PacketloomSocket createSocket() throws IOException {
    return PacketloomSocket.unconnected(source);
  }

  /**
   * Makes a socket and connects it to the host's first address, without a limit of time.
   *
   * @return the socket
   */
  @Override
  public PacketloomSocket createSocket(@Nullable String host, int port) throws IOException {
    return connected(remote(host, port));
  }

  @Override
  public PacketloomSocket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(remote(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public PacketloomSocket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(Objects.requireNonNull(host, "host"), port));
  }

  @Override
  public PacketloomSocket createSocket(
      InetAddress address, int port, @Nullable InetAddress localAddress, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(Objects.requireNonNull(address, "address"), port),
        new InetSocketAddress(localAddress, localPort));
  }

  /** A name is not looked up when it does not matter; without one it is this machine. */
  private SocketAddress remote(@Nullable String host, int port) {
    if (host == null) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
    return source.via().isPresent()
        ? InetSocketAddress.createUnresolved(host, port)
        : new InetSocketAddress(host, port);
  }

  private PacketloomSocket connected(SocketAddress remote, SocketAddress... local)
      throws IOException {
    PacketloomSocket socket = createSocket();
    try {
      for (SocketAddress each : local) {
        socket.bind(each);
      }
      socket.connect(remote);
      return socket;
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketloomSocketFactory that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return "PacketloomSocketFactory[" + source + "]";
  }
}
