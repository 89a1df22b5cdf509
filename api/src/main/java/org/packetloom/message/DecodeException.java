// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;

/** Bytes are not what a codec writes; incubating. */
public final class DecodeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The component that could not be read. */
  private final String component;

  /** Where reading stopped, from the first byte of the message. */
  private final int offset;

  /**
   * Makes the exception.
   *
   * @param component the component that could not be read, from the type of the message on, such as
   *     {@code Move.target.x} or {@code Chat.lines[3]}
   * @param offset where reading stopped, in bytes from the first of the message
   * @param reason what is wrong there
   */
  public DecodeException(String component, int offset, String reason) {
    super("decode %s at byte %d: %s".formatted(component, offset, reason));
    this.component = component;
    this.offset = offset;
  }

  /**
   * Makes the exception, with what the value's own type said against it.
   *
   * @param component the component that could not be read, from the type of the message on
   * @param offset where reading stopped, in bytes from the first of the message
   * @param reason what is wrong there
   * @param cause what a constructor threw
   */
  public DecodeException(String component, int offset, String reason, Throwable cause) {
    this(component, offset, reason);
    initCause(cause);
  }

  /**
   * The component that could not be read.
   *
   * @return its name, from the type of the message on, such as {@code Move.target.x}
   */
  public String component() {
    return component;
  }

  /**
   * Where reading stopped.
   *
   * @return bytes from the first of the message
   */
  public int offset() {
    return offset;
  }
}
