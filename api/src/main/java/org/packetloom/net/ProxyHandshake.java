// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Optional;

/** Asks a proxy for a connection to somewhere, in one of the proxies' languages. */
interface ProxyHandshake {
  /**
   * Asks, over a fresh connection to the proxy, and reads not a byte beyond the answer.
   *
   * @param proxy the address of the proxy
   * @param peer where to; a name if it is not resolved
   * @return empty when the connection stands; otherwise what to try over another fresh connection
   * @throws IOException if the proxy refuses, or does not speak this language
   */
  Optional<ProxyHandshake> perform(
      InputStream in, OutputStream out, InetSocketAddress proxy, InetSocketAddress peer)
      throws IOException;

  /** Reads exactly so many bytes. */
  static byte[] read(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new SocketException("proxy closed the connection during the handshake");
    }
    return bytes;
  }

  /** Reads an unsigned byte. */
  static int read(InputStream in) throws IOException {
    return read(in, 1)[0] & 0xff;
  }
}
