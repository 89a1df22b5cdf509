// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A socket of TLS that is not connected yet: TLS can be layered over connected sockets only. Until
 * then it consists of the socket below, and of one of TLS's own that is never connected and holds
 * the settings; from then on of the layered one. It does nothing itself.
 */
final class LateSslSocket extends ForwardingSslSocket {
  private final SSLSocketFactory tls;
  private final Socket below;
  private final List<HandshakeCompletedListener> listeners = new CopyOnWriteArrayList<>();

  /** What holds the settings of TLS; written by the thread that connects. */
  private volatile SSLSocket secured;

  /** What holds those of the socket, and its state; written by the thread that connects. */
  private volatile Socket plain;

  /** Chooses a protocol of applications, null if nobody set it. */
  private volatile @Nullable BiFunction<SSLSocket, List<String>, String> selector;

  LateSslSocket(SSLSocketFactory tls, Socket below) throws IOException {
    this.tls = tls;
    this.below = below;
    this.plain = below;
    this.secured = (SSLSocket) tls.createSocket();
  }

  @Override
  public void connect(@Nullable SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(@Nullable SocketAddress endpoint, int timeout) throws IOException {
    if (plain != below) {
      throw new SocketException("Already connected");
    }
    try {
      below.connect(endpoint, timeout);
      layer(endpoint);
    } catch (IOException | RuntimeException e) {
      if (below.isClosed() || below.isConnected()) {
        close();
      }
      throw e;
    }
  }

  private void layer(SocketAddress endpoint) throws IOException {
    boolean isNamed = endpoint instanceof InetSocketAddress;
    String host = isNamed ? ((InetSocketAddress) endpoint).getHostString() : "localhost";
    int port = isNamed ? ((InetSocketAddress) endpoint).getPort() : 0;
    SSLSocket settings = secured;
    SSLSocket layered = (SSLSocket) tls.createSocket(below, host, port, true);
    layered.setUseClientMode(settings.getUseClientMode());
    layered.setEnableSessionCreation(settings.getEnableSessionCreation());
    layered.setSSLParameters(settings.getSSLParameters());
    if (selector != null) {
      layered.setHandshakeApplicationProtocolSelector(selector);
    }
    listeners.forEach(layered::addHandshakeCompletedListener);
    secured = layered;
    plain = layered;
    settings.close();
  }

  @Override
  public void close() throws IOException {
    try (Socket settings = secured;
        Socket socket = plain) {
      assert settings != null && socket != null;
    }
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    listeners.add(listener);
    if (plain != below) {
      secured.addHandshakeCompletedListener(listener);
    }
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    if (plain != below) {
      secured.removeHandshakeCompletedListener(listener);
    }
    if (!listeners.remove(listener)) {
      throw new IllegalArgumentException("no such listener");
    }
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLSocket, List<String>, String> chosen) {
    selector = chosen;
    secured.setHandshakeApplicationProtocolSelector(chosen);
  }

  @Override
  public @Nullable BiFunction<SSLSocket, List<String>, String>
      getHandshakeApplicationProtocolSelector() {
    return selector;
  }

  @Override
  public void startHandshake() throws IOException {
    if (plain == below) {
      throw new SocketException("Socket is not connected");
    }
    secured.startHandshake();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return connected().getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return connected().getOutputStream();
  }

  /** Not the socket below: nothing is to go past TLS. */
  private Socket connected() throws SocketException {
    Socket socket = plain;
    if (socket.isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (socket == below) {
      throw new SocketException("Socket is not connected");
    }
    return socket;
  }

  @Override
  SSLSocket secured() {
    return secured;
  }

  @Override
  Socket plain() {
    return plain;
  }

  @Override
  public String toString() {
    return "TLS over " + below;
  }
}
