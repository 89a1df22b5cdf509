// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketException;

/**
 * The operating system reports an error that has no type of its own.
 *
 * <p>{@link #errorName()} tells which.
 */
public final class SystemFailureException extends SocketException
    implements NativeFailure, TransferFailure {
  private static final long serialVersionUID = 1L;

  /** The system's name of the error. */
  private final String errorName;

  /** The system's number of the error. */
  private final int errorNumber;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public SystemFailureException(FailureDetail detail) {
    super(detail.message());
    this.errorName = detail.cause();
    this.errorNumber = detail.errorNumber();
    this.bytesMoved = detail.bytesMoved();
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
