// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.tls.TlsConnector;
import org.packetloom.tls.TlsHandshakeException;
import org.packetloom.tls.TlsHandshakeException.Reason;

/** Does the handshakes of servers, and words what goes wrong. */
public final class Handshakes {
  private Handshakes() {}

  /**
   * Does the handshake of a connection; waits for the peer.
   *
   * @param encrypted accepted just now
   * @param admission words limits
   * @return false if the peer goes away without a word
   * @throws IOException if it fails: a {@link TlsHandshakeException}, or the limit that was
   *     exceeded
   */
  public static boolean shake(TlsConnector encrypted, Admission admission) throws IOException {
    try {
      encrypted.handshake();
      return true;
    } catch (ConnectorTimeoutException late) {
      throw because(late.getCause(), admission.failure(encrypted, ConnectionLimit.HANDSHAKE_TIME));
    } catch (TlsHandshakeException failure) {
      return switch (failure.reason()) {
        case SILENCE -> false;
        case SIZE ->
            throw because(failure, admission.failure(encrypted, ConnectionLimit.HANDSHAKE_SIZE));
        case ENDED, TIME, REFUSAL -> throw failure;
      };
    } catch (IOException broken) {
      throw because(
          broken, new TlsHandshakeException(Reason.ENDED, "handshake " + encrypted + ": broken"));
    }
  }

  private static IOException because(Throwable cause, IOException failure) {
    failure.initCause(cause);
    return failure;
  }
}
