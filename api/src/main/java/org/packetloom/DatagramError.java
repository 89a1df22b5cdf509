// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * What became of a datagram that had been sent: it was not delivered.
 *
 * @param peer where it had been sent to; empty if that is not known
 * @param errorName the system's name of the error, such as {@code ECONNREFUSED}
 * @param errorNumber the system's number of the error
 * @param origin who found it
 * @param type the type of the ICMP message, 0 if there was none
 * @param code the code of the ICMP message, 0 if there was none
 * @param info for a datagram that was too large the size that the path takes, else 0
 * @param offender the machine that told; empty if that is not known
 * @see DatagramConnector#errorListener
 */
public record DatagramError(
    Optional<SocketAddress> peer,
    String errorName,
    int errorNumber,
    Origin origin,
    int type,
    int code,
    long info,
    Optional<SocketAddress> offender) {
  /** Who finds errors. */
  public enum Origin {
    /** This machine. */
    LOCAL,
    /** The peer or a machine on the way, by ICMP for IPv4. */
    ICMP,
    /** The peer or a machine on the way, by ICMP for IPv6. */
    ICMP6,
    /** Something else. */
    OTHER
  }
}
