// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Optional;

/**
 * What a socket is, as the system says.
 *
 * @param family of its addresses; empty if it is not known here
 * @param type how it treats what is sent; empty if it is not known here
 * @param isTcp whether its protocol is TCP
 * @param isListening whether it accepts connections
 */
public record SocketStatus(
    Optional<Family> family, Optional<SocketType> type, boolean isTcp, boolean isListening) {
  /** Receives a status from a call; belongs to one thread at a time. */
  public static final class Box {
    private SocketStatus status =
        new SocketStatus(Optional.empty(), Optional.empty(), false, false);

    /** Makes an empty box. */
    public Box() {}

    /**
     * The status that the last call put here.
     *
     * @return that of an unknown socket before any
     */
    public SocketStatus status() {
      return status;
    }

    /**
     * Puts a status here; for platforms.
     *
     * @param changed the status
     */
    public void put(SocketStatus changed) {
      status = changed;
    }
  }
}
