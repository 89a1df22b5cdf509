// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.packetloom.StreamConnector;

/**
 * A stream that is encrypted on its way through another one, which it owns: closing it closes that
 * too, after telling the peer.
 *
 * <p>It keeps the whole contract of a stream. A write that ends early has moved exactly the bytes
 * that it reports: they are in records that are finished by the next write, or else by a thread
 * beside. The end of the stream is where the peer says so; a transport that ends without that word
 * gives {@link TlsTruncatedException}, for anybody on the way can end a connection. {@link
 * #shutdownOutput} tells the peer and leaves the other direction open; under TLS 1.2 a peer that is
 * told so ends its own direction too, as that version wants it.
 *
 * <p>A close that finds the transport full returns at once all the same; a thread beside goes on
 * until the peer has taken what is left, for {@link Tls#closeTimeout} at most.
 *
 * <p>A {@link org.packetloom.event.Reactor} can watch it once it has shaken hands, if a poller can
 * watch what carries it. It tells of bytes that may be no whole record yet, or say nothing to the
 * application: {@link #tryRead} finds 0 then.
 */
public interface TlsConnector extends StreamConnector {
  /**
   * Shakes hands, if that has not been done: what is waited for is known afterwards. Whoever first
   * reads or writes does the same; several threads may come at once.
   *
   * <p>An end before its end, by a deadline or an interrupt, leaves it to be gone on with. If it
   * fails, every later call tells that failure.
   *
   * @throws TlsHandshakeException if the two do not come to an agreement
   * @throws org.packetloom.ConnectorTimeoutException if it takes too long
   * @throws IOException what the transport throws
   */
  void handshake() throws IOException;

  /**
   * Takes new keys for what follows, and asks the peer to do so too. That happens by itself after
   * so many bytes as are safe; there is no need to call this.
   *
   * @throws org.packetloom.CapabilityException if the connection is not one of TLS 1.3
   * @throws IOException as {@link #handshake}
   */
  void updateKeys() throws IOException;

  /**
   * What was agreed: protocol, cipher suite, certificates.
   *
   * @return the session of this connection; an empty one before the handshake
   */
  SSLSession session();

  /**
   * The application protocol that both sides chose by ALPN.
   *
   * @return empty if they chose none
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7301">RFC 7301</a>
   */
  Optional<String> applicationProtocol();

  /**
   * The host that the client asked for by SNI.
   *
   * @return empty if it asked for none, or before the handshake
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066, section 3</a>
   */
  Optional<String> serverName();

  /**
   * What carries the records. Reading or writing there breaks the connection; its addresses,
   * options and counters are there to be looked at.
   *
   * @return the connector that was given
   */
  StreamConnector transport();
}
