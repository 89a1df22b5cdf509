// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;

/**
 * Sockets of the shared toolkit for remote objects: given twice when an object is exported, as the
 * client's factory and as the server's. The client's travels with the stub: to the registry, and to
 * every client, which needs this library too.
 *
 * <p>With a connector URI clients connect to that, and servers listen at it, whatever host and port
 * they are told. One URI has one server socket: objects exported with equal factories and the same
 * port other than 0 share it.
 *
 * <p>Immutable, serialisable, and safe for use by any thread. Two factories are equal if they go
 * through equal URIs.
 */
public final class PacketloomRmiSocketFactory
    implements RMIClientSocketFactory, RMIServerSocketFactory, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The URI that sockets go through, in canonical form; empty for none.
   *
   * @serial
   */
  private final String via;

  private PacketloomRmiSocketFactory(String via) {
    this.via = via;
  }

  /**
   * A factory of TCP sockets.
   *
   * @return the factory
   */
  public static PacketloomRmiSocketFactory create() {
    return new PacketloomRmiSocketFactory("");
  }

  /**
   * A factory of sockets that go through a connector.
   *
   * @param uri where servers listen and clients connect to
   * @return the factory
   * @throws IllegalArgumentException if it has {@code blocking=no}
   */
  public static PacketloomRmiSocketFactory via(ConnectorUri uri) {
    return new PacketloomRmiSocketFactory(
        SocketSource.via(uri).via().orElseThrow().canonical().toString());
  }

  /**
   * Checks what another process has sent.
   *
   * @return a factory that is equal to this one
   * @throws InvalidObjectException if it is no URI that a factory may have, or one of a descriptor:
   *     those of this process are nobody else's to name
   */
  private Object readResolve() throws InvalidObjectException {
    try {
      if (via.isEmpty()) {
        return create();
      }
      ConnectorUri uri = ConnectorUri.parse(via).canonical();
      if (uri.scheme().equals("fd")) {
        throw new IllegalArgumentException(uri + " would be a descriptor of this process");
      }
      return via(uri);
    } catch (ConnectorUriException | RuntimeException wrong) { // null among them
      InvalidObjectException failure = new InvalidObjectException("via: " + wrong.getMessage());
      failure.initCause(wrong);
      throw failure;
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new PacketloomSocketFactory(via).createSocket(host, port);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return new PacketloomServerSocketFactory(via).createServerSocket(port);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketloomRmiSocketFactory that && via.equals(that.via);
  }

  @Override
  public int hashCode() {
    return via.hashCode();
  }

  @Override
  public String toString() {
    return "PacketloomRmiSocketFactory[" + (via.isEmpty() ? "direct" : "via " + via) + "]";
  }
}
