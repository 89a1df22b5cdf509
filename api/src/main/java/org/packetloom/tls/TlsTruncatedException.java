// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import javax.net.ssl.SSLException;
import org.packetloom.FailureDetail;
import org.packetloom.TransferFailure;

/**
 * The connection ended without the peer's word that nothing follows: what was read may be a part
 * only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.1">RFC 8446, section 6.1</a>
 */
public final class TlsTruncatedException extends SSLException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public TlsTruncatedException(FailureDetail detail) {
    super(detail.message());
    this.bytesMoved = detail.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
