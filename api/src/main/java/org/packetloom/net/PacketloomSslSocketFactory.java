// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets of TLS over Packetloom's: the JDK's TLS, or another, is layered over {@link
 * PacketloomSocket}s, Unix-domain ones included.
 *
 * <p>Whoever passes a socket of their own to be layered over gets just that.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PacketloomSslSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final SocketFactory sockets;

  private PacketloomSslSocketFactory(SSLSocketFactory tls, SocketFactory sockets) {
    this.tls = Objects.requireNonNull(tls, "tls");
    this.sockets = Objects.requireNonNull(sockets, "sockets");
  }

  /** The JDK's default TLS over sockets of the shared toolkit. */
  public PacketloomSslSocketFactory() {
    this(jdk(), new PacketloomSocketFactory());
  }

  /**
   * The JDK's default TLS over sockets of the shared toolkit, as named in a driver's URL.
   *
   * @param via the connector URI that sockets go through; empty for none
   * @throws IllegalArgumentException if it is wrong, or has {@code blocking=no}
   */
  public PacketloomSslSocketFactory(String via) {
    this(jdk(), new PacketloomSocketFactory(via));
  }

  /**
   * The JDK's default TLS over sockets of the shared toolkit, with a driver's properties.
   *
   * @param properties as for {@link PacketloomSocketFactory#PacketloomSocketFactory(Properties)}
   * @throws IllegalArgumentException if the URI is wrong, or has {@code blocking=no}
   */
  public PacketloomSslSocketFactory(Properties properties) {
    this(jdk(), new PacketloomSocketFactory(properties));
  }

  private static SSLSocketFactory jdk() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  /**
   * Layers TLS over sockets.
   *
   * @param tls with the trust and the keys to be used, such as that of an {@link
   *     javax.net.ssl.SSLContext}
   * @param sockets makes what is below
   * @return the factory
   */
  public static PacketloomSslSocketFactory over(SSLSocketFactory tls, SocketFactory sockets) {
    return new PacketloomSslSocketFactory(tls, sockets);
  }

  /**
   * The default factory, for frameworks that find it by this name.
   *
   * @return a factory as the constructor without arguments makes it
   */
  public static SocketFactory getDefault() {
    return new PacketloomSslSocketFactory();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  /**
   * Makes a socket that is not connected; TLS and the socket are prepared before that. Connected to
   * a Unix-domain address, it takes its peer for {@code localhost}.
   *
   * @return the socket
   */
  @Override
  public SSLSocket createSocket() throws IOException {
    return new LateSslSocket(tls, sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(below, host, port, autoClose);
  }

  /**
   * Layers the server's side of TLS over an accepted socket.
   *
   * @param consumed what was read from it already, null for nothing
   */
  @Override
  public Socket createSocket(Socket below, InputStream consumed, boolean autoClose)
      throws IOException {
    return tls.createSocket(below, consumed, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return layered(sockets.createSocket(host, port), host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return layered(sockets.createSocket(host, port, localHost, localPort), host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return layered(sockets.createSocket(host, port), host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    Socket below = sockets.createSocket(address, port, localAddress, localPort);
    return layered(below, address.getHostName(), port);
  }

  private Socket layered(Socket below, String host, int port) throws IOException {
    try {
      return tls.createSocket(below, host, port, true);
    } catch (Throwable e) {
      below.close();
      throw e;
    }
  }
}
