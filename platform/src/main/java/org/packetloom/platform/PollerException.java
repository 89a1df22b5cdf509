// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** A poller is broken for good. */
public final class PollerException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message call and error, such as {@code epoll_wait: EBADF}
   */
  public PollerException(String message) {
    super(message);
  }
}
