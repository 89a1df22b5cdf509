// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** What an error number means to a caller, the same on every system. */
public enum ErrorKind {
  /** Nobody listens there. */
  REFUSED,
  /** The system gave up waiting for the peer. */
  TIMED_OUT,
  /** No route leads there. */
  UNREACHABLE,
  /** The peer ended the connection abruptly. */
  RESET,
  /** A connection that waited to be accepted is gone: accept the next one. */
  ABORTED,
  /** The peer no longer reads. */
  BROKEN_PIPE,
  /** The address is taken. */
  ADDRESS_IN_USE,
  /** The address is not one of this machine. */
  ADDRESS_UNAVAILABLE,
  /** The path, its folder or the device does not exist. */
  MISSING,
  /** The caller lacks the permission. */
  ACCESS,
  /** Descriptors, buffers or memory have run out. */
  EXHAUSTED,
  /** The system rejects the address as such. */
  INVALID_ADDRESS,
  /** A message is larger than the system sends. */
  TOO_LARGE,
  /** There is no peer. */
  NOT_CONNECTED,
  /** The peer's queue is full and no event will tell when it is not: try again later. */
  BUSY,
  /** The system has no such thing: a kind of socket, a file to wait in, a call. */
  UNSUPPORTED,
  /** Anything else. */
  OTHER
}
