// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketException;
import java.util.OptionalLong;

/**
 * A message is larger than can be sent as one ({@code EMSGSIZE}).
 *
 * <p>Nothing was sent. The limit is that of the protocol, of the path to the peer, or of the send
 * buffer; it is told where it is known.
 */
public final class MessageTooLargeException extends SocketException
    implements NativeFailure, TransferFailure {
  private static final long serialVersionUID = 1L;

  /** The system's name of the error. */
  private final String errorName;

  /** The system's number of the error. */
  private final int errorNumber;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /** Bytes of the message, −1 if unknown. */
  private final long size;

  /** The most bytes a message may have, −1 if unknown. */
  private final long limit;

  /**
   * Makes the exception from what is known of the failure; size and limit are not.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public MessageTooLargeException(FailureDetail detail) {
    this(detail, detail.message(), -1, -1);
  }

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   * @param size bytes of the message
   * @param limit the most bytes that a message may have; empty if that is not known
   */
  public MessageTooLargeException(FailureDetail detail, long size, OptionalLong limit) {
    this(
        detail,
        detail.message()
            + " of a message of "
            + size
            + (limit.isPresent() ? ", which may have " + limit.getAsLong() : ""),
        size,
        limit.orElse(-1));
  }

  private MessageTooLargeException(FailureDetail detail, String message, long size, long limit) {
    super(message);
    this.errorName = detail.cause();
    this.errorNumber = detail.errorNumber();
    this.bytesMoved = detail.bytesMoved();
    this.size = size;
    this.limit = limit;
  }

  /**
   * The size of the message.
   *
   * @return bytes; empty if not known
   */
  public OptionalLong size() {
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /**
   * The most bytes that a message may have.
   *
   * @return bytes; empty if not known
   */
  public OptionalLong limit() {
    return limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  @Override
  public String errorName() {
    return errorName;
  }

  @Override
  public int errorNumber() {
    return errorNumber;
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
