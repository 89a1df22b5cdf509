// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.ProtocolException;

/**
 * A connection did not begin with a PROXY header that can be accepted; the message says what is
 * wrong with it.
 */
public final class ProxyProtocolException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param problem what is wrong, in a few words
   */
  public ProxyProtocolException(String problem) {
    super("PROXY header: " + problem);
  }
}
