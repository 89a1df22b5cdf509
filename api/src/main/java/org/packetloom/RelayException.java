// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;

/** One direction of a relay failed; both streams have been closed. The cause says why. */
public final class RelayException extends IOException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** The stream that failed. */
  private final Relay.Side side;

  /** The side whose bytes could not be moved on. */
  private final Relay.Side direction;

  /** Bytes moved in both directions. */
  private final long bytesMoved;

  /**
   * Makes the exception.
   *
   * @param side the stream that failed
   * @param direction the side that sent what could not be moved on: {@code side} if it could not be
   *     read from, the other if it could not be written to
   * @param bytesMoved bytes relayed, both directions together
   * @param cause what the stream threw
   */
  public RelayException(Relay.Side side, Relay.Side direction, long bytesMoved, Throwable cause) {
    super(
        "relay: the %s stream failed: %s; %d bytes relayed"
            .formatted(side == Relay.Side.FIRST ? "first" : "second", words(cause), bytesMoved),
        cause);
    this.side = Objects.requireNonNull(side, "side");
    this.direction = Objects.requireNonNull(direction, "direction");
    this.bytesMoved = bytesMoved;
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /**
   * The stream that failed.
   *
   * @return the side
   */
  public Relay.Side side() {
    return side;
  }

  /**
   * The direction that failed, by the side that sends.
   *
   * @return {@link #side()} if reading failed, the other side if writing did
   */
  public Relay.Side direction() {
    return direction;
  }

  /** Bytes that were relayed, both directions together. */
  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
