// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;
import javax.net.ServerSocketFactory;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;

/**
 * Makes {@link PacketloomServerSocket}s: for code that takes a {@link ServerSocketFactory}, and for
 * frameworks that take the name of one.
 *
 * <p>A factory may have a connector URI, of any scheme that listens. Then its sockets listen there,
 * whatever address they are bound to: {@code local:///run/app.sock?mode=0660}.
 *
 * <p>Immutable and safe for use by any thread. Two factories are equal if they make sockets the
 * same way.
 */
public final class PacketloomServerSocketFactory extends ServerSocketFactory {
  private final SocketSource source;

  private PacketloomServerSocketFactory(SocketSource source) {
    this.source = source;
  }

  /** A factory of the shared toolkit. */
  public PacketloomServerSocketFactory() {
    this(SocketSource.SHARED);
  }

  /**
   * A factory of the shared toolkit, as named in a configuration.
   *
   * @param via the connector URI that sockets listen at; empty for none
   * @throws IllegalArgumentException if it is wrong, or has {@code blocking=no}
   */
  public PacketloomServerSocketFactory(String via) {
    this(SocketSource.parse(via));
  }

  /**
   * A factory of the shared toolkit, with the properties of a framework.
   *
   * @param properties {@code via}, or else {@code socketFactoryArg}, is the connector URI that
   *     sockets listen at; others do not matter
   * @throws IllegalArgumentException if the URI is wrong, or has {@code blocking=no}
   */
  public PacketloomServerSocketFactory(Properties properties) {
    this(SocketSource.parse(properties));
  }

  /**
   * A factory of a toolkit.
   *
   * @param loom its sockets are closed with it
   * @return the factory
   */
  public static PacketloomServerSocketFactory of(Packetloom loom) {
    return new PacketloomServerSocketFactory(SocketSource.of(loom));
  }

  /**
   * A factory of the shared toolkit whose sockets listen at a connector URI.
   *
   * @param uri where they listen
   * @return the factory
   * @throws IllegalArgumentException if it has {@code blocking=no}
   */
  public static PacketloomServerSocketFactory via(ConnectorUri uri) {
    return new PacketloomServerSocketFactory(SocketSource.via(uri));
  }

  /**
   * A factory of the shared toolkit, for frameworks that find it by this name.
   *
   * @return a factory as the constructor without arguments makes it
   */
  public static ServerSocketFactory getDefault() {
    return new PacketloomServerSocketFactory();
  }

  /**
   * This factory with another toolkit.
   *
   * @param loom its sockets are closed with it
   * @return another factory
   */
  public PacketloomServerSocketFactory with(Packetloom loom) {
    return new PacketloomServerSocketFactory(source.with(loom));
  }

  /**
   * Makes a socket that is not bound.
   *
   * @return the socket
   */
  @Override
  public PacketloomServerSocket createServerSocket() throws IOException {
    return PacketloomServerSocket.unbound(source);
  }

  @Override
  public PacketloomServerSocket createServerSocket(int port) throws IOException {
    return bound(new InetSocketAddress(port), 0);
  }

  @Override
  public PacketloomServerSocket createServerSocket(int port, int backlog) throws IOException {
    return bound(new InetSocketAddress(port), backlog);
  }

  @Override
  public PacketloomServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return bound(new InetSocketAddress(address, port), backlog);
  }

  private PacketloomServerSocket bound(InetSocketAddress address, int backlog) throws IOException {
    PacketloomServerSocket socket = createServerSocket();
    try {
      socket.bind(address, backlog);
      return socket;
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketloomServerSocketFactory that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return "PacketloomServerSocketFactory[" + source + "]";
  }
}
