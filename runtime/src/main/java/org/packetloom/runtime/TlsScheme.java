// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;

/**
 * The scheme {@code tls}: the one named {@code tcp}, encrypted. Connecting shakes hands, accepting
 * does not.
 */
final class TlsScheme implements Scheme {
  private static final String TCP = "tcp";

  private final TcpScheme tcp = new TcpScheme(TCP);
  private final TlsParameters parameters = new TlsParameters();

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Tls base = parameters.client(uri);
    StreamConnector transport = tcp.connect(ConnectorUri.of(TCP, uri.target()), context);
    try {
      Tls tls = base.peer(host(uri), port(transport));
      TlsConnector stream = tls.stream(uri, context, transport);
      context
          .openDeadline()
          .call(
              () -> {
                stream.handshake();
                return null;
              });
      return stream;
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  private static String host(ConnectorUri uri) {
    String host = ((ConnectorTarget.Host) uri.target()).host();
    return host.isEmpty() ? "localhost" : host;
  }

  private static int port(StreamConnector transport) {
    return transport.peerAddress().orElseThrow() instanceof InetSocketAddress address
        ? address.getPort()
        : 0;
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Tls tls = parameters.server(uri);
    Listener transport = tcp.listen(ConnectorUri.of(TCP, uri.target()), context);
    try {
      return tls.listener(uri.withTarget(transport.uri().target()), context, transport);
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  /** The names that cipher suites have in the JDK. */
  static List<String> cipherSuites() {
    try {
      return List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether the JDK has what it takes. */
  static Attempt attempt() {
    try {
      String[] versions = SSLContext.getDefault().getDefaultSSLParameters().getProtocols();
      return Attempt.yes(Arrays.stream(versions).collect(Collectors.joining(", ")));
    } catch (NoSuchAlgorithmException e) {
      return Attempt.no(String.valueOf(e.getMessage()), "set javax.net.ssl.trustStore right");
    }
  }
}
