// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * An error about a datagram that was sent before.
 *
 * @param peer where the datagram was sent to
 * @param number the error number
 * @param origin who found it
 * @param type the type of the ICMP message, 0 if there was none
 * @param code the code of the ICMP message, 0 if there was none
 * @param info what else belongs to it: the size that is possible, for a datagram that was too large
 * @param offender the machine that sent the ICMP message
 */
public record MessageError(
    NativeAddress peer,
    int number,
    Origin origin,
    int type,
    int code,
    long info,
    NativeAddress offender) {
  /** Who finds errors. */
  public enum Origin {
    /** This machine. */
    LOCAL,
    /** A machine on the way, by ICMP. */
    ICMP,
    /** A machine on the way, by ICMPv6. */
    ICMP6,
    /** Something else. */
    OTHER
  }
}
