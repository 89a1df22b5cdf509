// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.packetloom.StreamConnector;

/**
 * The way to a peer of the internet: straight, or through proxies. Which ones is the JDK's rule for
 * its sockets: those that were chosen, or else those of SOCKS that {@link ProxySelector} names, one
 * after the other until one can be connected to.
 */
final class ProxyRoute {
  /** Gives connections. */
  interface Dialer {
    /** Connects to an address; what it gave before is closed by that. */
    StreamConnector dial(InetSocketAddress address) throws IOException;
  }

  private final InetSocketAddress peer;
  private final Dialer dialer;

  /**
   * A way.
   *
   * @param peer may be a name, if the way leads through a proxy
   */
  ProxyRoute(InetSocketAddress peer, Dialer dialer) {
    this.peer = peer;
    this.dialer = dialer;
  }

  /** Goes it; the connection is the last one that the dialer gave. */
  void connect(Optional<Proxy> chosen) throws IOException {
    if (chosen.isPresent()) {
      Proxy proxy = chosen.get();
      if (proxy.type() == Proxy.Type.DIRECT) {
        straight();
      } else {
        negotiate(proxy, dialer.dial(resolved(server(proxy))));
      }
      return;
    }
    Optional<URI> uri = uri();
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null || uri.isEmpty()) {
      straight();
    } else {
      connect(selector, uri.get());
    }
  }

  private void connect(ProxySelector selector, URI uri) throws IOException {
    List<Proxy> proxies = selector.select(uri);
    SocketException failure = null;
    for (Proxy proxy : proxies == null ? List.<Proxy>of() : proxies) {
      if (proxy == null || proxy.type() != Proxy.Type.SOCKS) {
        straight();
        return;
      }
      StreamConnector connection;
      try {
        connection = dialer.dial(resolved(server(proxy)));
      } catch (IOException e) {
        selector.connectFailed(uri, proxy.address(), e);
        failure = new SocketException("Can't connect to SOCKS proxy: " + e.getMessage(), e);
        continue;
      }
      negotiate(proxy, connection);
      return;
    }
    if (failure != null) {
      throw failure;
    }
    straight();
  }

  /** A name is not looked up: the caller has had the chance. */
  private void straight() throws IOException {
    if (peer.isUnresolved()) {
      throw new UnknownHostException(peer.getHostString());
    }
    StreamConnector unused = dialer.dial(peer);
  }

  private void negotiate(Proxy proxy, StreamConnector first) throws IOException {
    StreamConnector connection = first;
    InetSocketAddress server = server(proxy);
    Optional<ProxyHandshake> next = Optional.of(language(proxy));
    while (next.isPresent()) {
      next = next.get().perform(connection.inputStream(), connection.outputStream(), server, peer);
      if (next.isPresent()) {
        connection = dialer.dial(resolved(server));
      }
    }
  }

  private static ProxyHandshake language(Proxy proxy) {
    if (proxy.type() == Proxy.Type.HTTP) {
      return new HttpTunnel();
    }
    return Integer.getInteger("socksProxyVersion", 5) == 4 ? new Socks4() : new Socks5();
  }

  private static InetSocketAddress server(Proxy proxy) throws SocketException {
    SocketAddress address = proxy.address();
    if (address instanceof InetSocketAddress internet) {
      return internet;
    }
    throw new SocketException("Unknown address type for proxy: " + proxy);
  }

  private static InetSocketAddress resolved(InetSocketAddress named) throws UnknownHostException {
    return named.isUnresolved()
        ? new InetSocketAddress(InetAddress.getByName(named.getHostString()), named.getPort())
        : named;
  }

  /** What to ask a selector for; empty if the host has no place in a URI. */
  private Optional<URI> uri() {
    String host = peer.getHostString();
    try {
      return Optional.of(
          new URI("socket", null, bracketed(host), peer.getPort(), null, null, null));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
  }
}
