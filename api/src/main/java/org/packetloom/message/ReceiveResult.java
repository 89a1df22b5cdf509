// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/** What became of a datagram that was received; incubating. */
public enum ReceiveResult {
  /** It was taken in. */
  ACCEPTED,
  /** It has been here before. */
  DUPLICATE,
  /** It is too old to tell whether it has been here before. */
  STALE,
  /** It is no datagram of this protocol, or breaks its rules; nothing of it was taken. */
  MALFORMED,
  /** It does not belong to this connection, or was changed on its way. */
  UNAUTHENTICATED,
  /** It has more than the receiver has room for; nothing of it was taken, nor acknowledged. */
  REFUSED,
  /** The endpoint has ended. */
  CLOSED;

  /**
   * Whether it changed anything.
   *
   * @return true for {@link #ACCEPTED} alone
   */
  public boolean isAccepted() {
    return this == ACCEPTED;
  }
}
