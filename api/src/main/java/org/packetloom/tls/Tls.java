// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.packetloom.ConnectorUri;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.SchemeContext;

/**
 * How a side speaks TLS; {@link #over(Packetloom, StreamConnector)} makes a {@link TlsConnector} of
 * a connector.
 *
 * <pre>{@code
 * Tls tls = Tls.client().peer("example.org", 443).applicationProtocols("h2", "http/1.1");
 * try (TlsConnector c = tls.over(loom, loom.connect("tcp://example.org:443"))) { ... }
 * }</pre>
 *
 * <p>A client checks that the certificate is for the host it was told, unless told not to. Values
 * are immutable and may be used by any thread, for any number of connections; those that stem from
 * one another and have the same keys and trust resume each other's sessions. Neither side ever
 * negotiates again within a connection.
 */
public final class Tls {
  private static final int LEAST_HANDSHAKE_BYTES = 4 << 10;

  private final TlsSettings settings;

  private Tls(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * A client with the JDK's default context, which trusts what the JDK trusts.
   *
   * @return to be told the peer at least, or else that the host is not to be verified
   */
  public static Tls client() {
    return new Tls(TlsSettings.of(true, ContextSource.ofJdk()));
  }

  /**
   * A server.
   *
   * @param context has the server's key
   * @return to be used as it is, or changed
   */
  public static Tls server(SSLContext context) {
    return server(ContextSource.of(context));
  }

  /**
   * A server that has keys. Of several it takes the one whose certificate is for the host that a
   * client asks for.
   *
   * @param keys with a chain of certificates for each key
   * @param password of the keys
   * @return to be used as it is, or changed
   * @see KeyFiles
   */
  public static Tls server(KeyStore keys, char[] password) {
    return server(ContextSource.ofJdk().withKeys(keys, password));
  }

  private static Tls server(ContextSource source) {
    return new Tls(TlsSettings.of(false, source));
  }

  // ---- keys and trust

  /**
   * Chooses keys and trust, in place of what was chosen before.
   *
   * @param chosen initialised
   * @return a changed copy
   */
  public Tls context(SSLContext chosen) {
    return new Tls(settings.with(ContextSource.of(chosen)));
  }

  /**
   * Chooses the keys that this side shows; with {@link #trust}, but not with {@link #context}.
   *
   * @param keys with a chain of certificates for each key
   * @param password of the keys
   * @return a changed copy
   */
  public Tls keys(KeyStore keys, char[] password) {
    return new Tls(settings.with(settings.source().withKeys(keys, password)));
  }

  /**
   * Chooses whose certificates are trusted; with {@link #keys}, but not with {@link #context}.
   *
   * @param trusted has their certificates
   * @return a changed copy
   */
  public Tls trust(KeyStore trusted) {
    return new Tls(settings.with(settings.source().withTrusted(trusted)));
  }

  /**
   * Trusts every certificate, and any host: the connection is encrypted, but with whom is not
   * known. For trials.
   *
   * @return a changed copy
   */
  public Tls trustAnyone() {
    return new Tls(settings.with(settings.source().trustingAnyone())).verifyHost(false);
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

  // ---- names

  /**
   * Says whom a client talks to: the name goes to the server (SNI) if it is one of several labels,
   * the certificate must be for it, and sessions are remembered by it.
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
    return new Tls(settings.withPeer(name, number));
  }

  /**
   * Says which host a client asks for (SNI), in place of the peer's name; it is the one that the
   * certificate must be for, then.
   *
   * @param name a host name
   * @return a changed copy
   * @throws IllegalArgumentException if it cannot be one
   */
  public Tls serverName(String name) {
    return new Tls(settings.withServerName(new SNIHostName(name).getAsciiName()));
  }

  /**
   * Says whether a client checks that the certificate is for the host it was told.
   *
   * @param isVerified false to accept any that is trusted
   * @return a changed copy
   */
  public Tls verifyHost(boolean isVerified) {
    return new Tls(settings.withHostVerified(isVerified));
  }

  // ---- protocol

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
   * Changes anything else that the JDK lets one choose, such as cipher suites, or the names that a
   * server accepts.
   *
   * @param change is called for each connection, after all changes before it
   * @return a changed copy
   */
  public Tls parameters(Consumer<SSLParameters> change) {
    return new Tls(settings.with(change));
  }

  // ---- limits

  /**
   * Limits how long a handshake may take, from its first step on; 10 s unless chosen.
   *
   * @param timeout more than zero
   * @return a changed copy
   * @throws IllegalArgumentException if it is not
   */
  public Tls handshakeTimeout(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("handshake timeout: " + timeout);
    }
    return new Tls(settings.with(settings.limits().withHandshakeTimeout(timeout)));
  }

  /**
   * Limits how long the peer's part of a handshake may be, certificates included; 65536 bytes
   * unless chosen.
   *
   * @param bytes 4096 or more
   * @return a changed copy
   * @throws IllegalArgumentException if it is less
   */
  public Tls mostHandshakeBytes(int bytes) {
    if (bytes < LEAST_HANDSHAKE_BYTES) {
      throw new IllegalArgumentException("most handshake bytes: " + bytes);
    }
    return new Tls(settings.with(settings.limits().withMostHandshakeBytes(bytes)));
  }

  /**
   * Limits how long the transport stays open after a close, for the peer to take what is left and
   * the word that nothing follows; 10 s unless chosen. Nobody waits; a server counts it meanwhile.
   *
   * @param timeout zero to drop at once what the transport does not take
   * @return a changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public Tls closeTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("close timeout: " + timeout);
    }
    return new Tls(settings.with(settings.limits().withCloseTimeout(timeout)));
  }

  /**
   * Says whether a connection that ends without the peer's word is taken for the end of the stream,
   * for old peers that never say it.
   *
   * @param isEnd false for {@link TlsTruncatedException}, as without this
   * @return a changed copy
   */
  public Tls truncationIsEnd(boolean isEnd) {
    return new Tls(settings.with(settings.limits().withTruncationEnd(isEnd)));
  }

  // ---- connections

  /**
   * Does the handshake, and gives the connector that encrypts. If that fails the transport is
   * closed.
   *
   * @param loom the toolkit that it belongs to from now on
   * @param transport connected, and used by nobody else from now on; its interrupt policy is taken
   *     over, its deadlines and timeouts are not
   * @return after the handshake
   * @throws TlsHandshakeException if the two do not come to an agreement
   * @throws org.packetloom.ConnectorTimeoutException if it takes too long
   * @throws IOException what the transport throws
   * @throws IllegalStateException if a client is to verify a host that it was not told
   */
  public TlsConnector over(Packetloom loom, StreamConnector transport) throws IOException {
    TlsConnector stream = lazilyOver(loom, transport);
    try {
      stream.handshake();
      return stream;
    } catch (Throwable e) {
      stream.close();
      throw e;
    }
  }

  /**
   * As {@link #over(Packetloom, StreamConnector)}, but does not wait: the first call that reads or
   * writes does the handshake, or {@link TlsConnector#handshake}.
   *
   * @param loom the toolkit that it belongs to from now on
   * @param transport connected, and used by nobody else from now on
   * @return before the handshake
   * @throws IOException if there is no context of these keys, or the toolkit is closed
   * @throws IllegalStateException if a client is to verify a host that it was not told
   */
  public TlsConnector lazilyOver(Packetloom loom, StreamConnector transport) throws IOException {
    try {
      SchemeContext context = loom.connector("anon://").context(); // no settings but the services
      InterruptPolicy policy = transport.interruptPolicy();
      TlsConnector stream = stream(transport.uri(), context, transport);
      stream.interruptPolicy(policy);
      return stream;
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Makes a stream of a scheme, before its handshake, with the settings of whoever opens it.
   *
   * @param uri its name
   * @param context settings and services
   * @param transport connected, and used by nobody else from now on; left open if this fails
   * @return before the handshake
   * @throws IOException if there is no context of these keys, or the toolkit is closed
   * @throws IllegalStateException if a client is to verify a host that it was not told
   */
  public TlsConnector stream(ConnectorUri uri, SchemeContext context, StreamConnector transport)
      throws IOException {
    settings.ensurePeerTold();
    return TlsStream.open(uri, context, transport, settings.engine(), settings.limits());
  }

  /**
   * Has a listener give connections that encrypt, each before its handshake: accepting never waits
   * for a peer to shake hands.
   *
   * @param loom the toolkit that they belong to
   * @param listener is owned by the one that is returned
   * @return to be used in its place
   * @throws IOException if there is no context of these keys; the listener is left open then
   * @throws IllegalStateException if this is a client
   */
  public Listener over(Packetloom loom, Listener listener) throws IOException {
    ensureServes();
    return new TlsListener(listener, listener.uri(), accepted -> lazilyOver(loom, accepted));
  }

  /**
   * Makes a listener of a scheme, as {@link #over(Packetloom, Listener)}, with the settings of
   * whoever opens it.
   *
   * @param uri its name; those of its connections have the same parameters
   * @param context settings and services
   * @param listener is owned by the one that is returned
   * @return to be used in its place
   * @throws IOException if there is no context of these keys; the listener is left open then
   * @throws IllegalStateException if this is a client
   */
  public Listener listener(ConnectorUri uri, SchemeContext context, Listener listener)
      throws IOException {
    ensureServes();
    return new TlsListener(
        listener,
        uri,
        accepted -> stream(uri.withTarget(accepted.uri().target()), context, accepted));
  }

  /**
   * Checks that this is how a server speaks.
   *
   * @throws IllegalStateException if this is a client
   */
  public void ensureServer() {
    if (settings.isClient()) {
      throw new IllegalStateException("a client does not listen: " + this);
    }
  }

  /**
   * Checks that a server can speak so: what is wrong with keys or ciphers is told now, not to each
   * peer.
   *
   * @throws IOException if there is no context of these keys, or no private key among them
   * @throws IllegalStateException if this is a client
   */
  public void ensureServes() throws IOException {
    ensureServer();
    SSLEngine unused = settings.engine();
  }

  @Override
  public String toString() {
    String host = settings.host();
    return (settings.isClient() ? "TLS client" : "TLS server")
        + (host.isEmpty() ? "" : " of " + host);
  }
}
