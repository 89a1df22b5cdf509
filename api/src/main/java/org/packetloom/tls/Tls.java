// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * How a side speaks TLS; {@link #over} makes a {@link TlsConnector} of a connector.
 *
 * <pre>{@code
 * Tls tls = Tls.client().peer("example.org", 443).applicationProtocols("h2", "http/1.1");
 * try (TlsConnector c = tls.over(loom, loom.connect("tcp://example.org:443"))) { ... }
 * }</pre>
 *
 * <p>A client checks that the certificate is for the host it was told, unless told not to. Values
 * are immutable and may be used by any thread, for any number of connections; those that share one
 * {@link SSLContext} resume each other's sessions.
 */
public final class Tls {
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
  private static final int NO_PORT = -1;

  private final boolean isClient;
  private final Optional<SSLContext> context; // empty for the default one
  private final String host; // empty if not told
  private final int port;
  private final Duration handshakeTimeout;
  private final boolean isHostVerified;
  private final boolean isTruncationEnd;
  private final List<Consumer<SSLParameters>> changes;
  private final RecordBuffers buffers = new RecordBuffers();

  private Tls(
      boolean isClient,
      Optional<SSLContext> context,
      String host,
      int port,
      Duration handshakeTimeout,
      boolean isHostVerified,
      boolean isTruncationEnd,
      List<Consumer<SSLParameters>> changes) {
    this.isClient = isClient;
    this.context = context;
    this.host = host;
    this.port = port;
    this.handshakeTimeout = handshakeTimeout;
    this.isHostVerified = isHostVerified;
    this.isTruncationEnd = isTruncationEnd;
    this.changes = changes;
  }

  /**
   * A client with the JDK's default context, which trusts what the JDK trusts.
   *
   * @return to be told the peer at least, or else that the host is not to be verified
   */
  public static Tls client() {
    return new Tls(true, Optional.empty(), "", NO_PORT, HANDSHAKE_TIMEOUT, true, false, List.of());
  }

  /**
   * A server.
   *
   * @param context has the server's key
   * @return to be used as it is, or changed
   */
  public static Tls server(SSLContext context) {
    return new Tls(
        false, Optional.of(context), "", NO_PORT, HANDSHAKE_TIMEOUT, false, false, List.of());
  }

  /**
   * Chooses keys and trust.
   *
   * @param chosen initialised
   * @return a changed copy
   */
  public Tls context(SSLContext chosen) {
    return new Tls(
        isClient,
        Optional.of(chosen),
        host,
        port,
        handshakeTimeout,
        isHostVerified,
        isTruncationEnd,
        changes);
  }

  /**
   * Says whom a client talks to: the name goes to the server (SNI), the certificate must be for it,
   * and sessions are remembered by it.
   *
   * @param name a host name or address
   * @param number its port
   * @return a changed copy
   * @throws IllegalArgumentException if the name is empty, or the port not 0 to 65535
   */
  public Tls peer(String name, int number) {
    if (name.isEmpty() || number < 0 || number > 65_535) {
      throw new IllegalArgumentException("peer: '" + name + "', port " + number);
    }
    return new Tls(
        isClient,
        context,
        name,
        number,
        handshakeTimeout,
        isHostVerified,
        isTruncationEnd,
        changes);
  }

  /**
   * Offers application protocols.
   *
   * @param names such as {@code h2}, the preferred one first
   * @return a changed copy
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7301">RFC 7301</a>
   */
  public Tls applicationProtocols(String... names) {
    String[] own = names.clone();
    return parameters(all -> all.setApplicationProtocols(own));
  }

  /**
   * Allows some versions of the protocol only.
   *
   * @param names such as {@code TLSv1.3}
   * @return a changed copy
   */
  public Tls protocols(String... names) {
    String[] own = names.clone();
    return parameters(all -> all.setProtocols(own));
  }

  /**
   * Says whether a server asks clients for certificates.
   *
   * @param chosen the choice
   * @return a changed copy
   */
  public Tls clientAuthentication(ClientAuthentication chosen) {
    return parameters(
        all -> {
          switch (chosen) { // each setter clears the other
            case NONE -> all.setNeedClientAuth(false);
            case WANTED -> all.setWantClientAuth(true);
            case NEEDED -> all.setNeedClientAuth(true);
          }
        });
  }

  /**
   * Changes anything else that the JDK lets one choose, such as cipher suites.
   *
   * @param change is called for each connection, after all changes before it
   * @return a changed copy
   */
  public Tls parameters(Consumer<SSLParameters> change) {
    List<Consumer<SSLParameters>> more = new java.util.ArrayList<>(changes);
    more.add(Objects.requireNonNull(change, "change"));
    return new Tls(
        isClient,
        context,
        host,
        port,
        handshakeTimeout,
        isHostVerified,
        isTruncationEnd,
        List.copyOf(more));
  }

  /**
   * Limits how long a handshake may take; 30 s unless chosen.
   *
   * @param timeout more than zero
   * @return a changed copy
   */
  public Tls handshakeTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("handshake timeout: " + timeout);
    }
    return new Tls(
        isClient, context, host, port, timeout, isHostVerified, isTruncationEnd, changes);
  }

  /**
   * Says whether a client checks that the certificate is for the host it was told.
   *
   * @param isVerified false to accept any that is trusted
   * @return a changed copy
   */
  public Tls verifyHost(boolean isVerified) {
    return new Tls(
        isClient, context, host, port, handshakeTimeout, isVerified, isTruncationEnd, changes);
  }

  /**
   * Says whether a connection that ends without the peer's word is taken for the end of the stream,
   * for old peers that never say it.
   *
   * @param isEnd false for {@link TlsTruncatedException}, as without this
   * @return a changed copy
   */
  public Tls truncationIsEnd(boolean isEnd) {
    return new Tls(isClient, context, host, port, handshakeTimeout, isHostVerified, isEnd, changes);
  }

  /**
   * Does the handshake, and gives the connector that encrypts. If that fails the transport is
   * closed.
   *
   * @param loom the toolkit that it belongs to from now on
   * @param transport connected, and used by nobody else from now on; its interrupt policy is taken
   *     over, its deadlines and timeouts are not
   * @return after the handshake
   * @throws IOException {@link javax.net.ssl.SSLException} if the handshake fails, {@link
   *     org.packetloom.ConnectorTimeoutException} if it takes too long, or what the transport
   *     throws
   * @throws IllegalStateException if a client is to verify a host that it was not told
   */
  public TlsConnector over(Packetloom loom, StreamConnector transport) throws IOException {
    if (isHostVerified && host.isEmpty()) {
      throw new IllegalStateException("no peer was told whose host could be verified");
    }
    try {
      var stream = TlsStream.open(loom, transport, engine(), buffers, isTruncationEnd);
      Deadline end = Deadline.after(handshakeTimeout);
      try {
        stream.handshake(end);
        return stream;
      } catch (Throwable e) {
        stream.close();
        throw e;
      }
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  private SSLEngine engine() throws IOException {
    SSLContext own = context.isPresent() ? context.get() : defaultContext();
    SSLEngine engine = host.isEmpty() ? own.createSSLEngine() : own.createSSLEngine(host, port);
    engine.setUseClientMode(isClient);
    SSLParameters parameters = engine.getSSLParameters();
    if (isHostVerified) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    changes.forEach(change -> change.accept(parameters));
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SSLContext defaultContext() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new javax.net.ssl.SSLException("no default context", e);
    }
  }

  @Override
  public String toString() {
    return (isClient ? "TLS client" : "TLS server") + (host.isEmpty() ? "" : " of " + host);
  }
}
