// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

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
 * gives {@link TlsTruncatedException}, for anybody on the way can end a connection.
 */
public interface TlsConnector extends StreamConnector {
  /**
   * What was agreed: protocol, cipher suite, certificates.
   *
   * @return the session of this connection
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
   * What carries the records. Reading or writing there breaks the connection; its addresses,
   * options and counters are there to be looked at.
   *
   * @return the connector that was given
   */
  StreamConnector transport();
}
