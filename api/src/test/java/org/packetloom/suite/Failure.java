// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/** The ways in which a call of a stream or listener ends early. */
public enum Failure {
  /** A deadline or timeout passed. */
  TIMED_OUT,
  /** The thread was interrupted, the stream stays open. */
  INTERRUPTED,
  /** The thread was interrupted, and the stream closed by that. */
  CLOSED_BY_INTERRUPT,
  /** It was closed before the call. */
  CLOSED,
  /** It was closed during the call. */
  CLOSED_WHILE_WAITING,
  /** The peer reset the connection. */
  RESET,
  /** The peer does not read any more. */
  BROKEN_PIPE
}
