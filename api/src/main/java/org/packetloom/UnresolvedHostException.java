// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.UnknownHostException;

/**
 * A host or service name has no address.
 *
 * <p>The message names the operation, the URI and what the resolver said.
 */
public final class UnresolvedHostException extends UnknownHostException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public UnresolvedHostException(FailureDetail detail) {
    super(detail.message());
  }

  @Override
  public long bytesMoved() {
    return 0;
  }
}
