// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * Is told by a poller what became possible on a descriptor.
 *
 * <p>Called by the thread that runs {@link Poller#dispatch()}; must not wait.
 */
public interface Readiness {
  /** A read or accept may get somewhere. Equal to {@link Transfer#READ}. */
  int READABLE = 1;

  /** A write or connect may get somewhere. Equal to {@link Transfer#WRITE}. */
  int WRITABLE = 2;

  /** The peer ended its writing, or the connection is broken: an end or an error is to be read. */
  int HANGUP = 4;

  /** Urgent data arrived: from now on a short read does not mean that nothing is left. */
  int URGENT = 8;

  /**
   * Something became possible.
   *
   * @param events an or of the constants here
   */
  void ready(int events);

  /**
   * The poller died and will tell nothing more.
   *
   * @param cause what ended it
   */
  void failed(Throwable cause);
}
