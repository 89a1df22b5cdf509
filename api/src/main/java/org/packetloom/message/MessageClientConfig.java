// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;

/**
 * The settings of a client; incubating.
 *
 * @param messages channels and limits of the connection
 * @param security how it is protected
 * @param handshakeTimeout after how long without being accepted it ends, above zero
 */
public record MessageClientConfig(
    MessageConfig messages, ClientSecurity security, Duration handshakeTimeout) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public MessageClientConfig {
    if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
      throw new IllegalArgumentException("handshakeTimeout: " + handshakeTimeout);
    }
  }

  /**
   * The usual settings: no encryption, 10 s to be accepted.
   *
   * @param messages channels and limits
   * @return the settings
   */
  public static MessageClientConfig of(MessageConfig messages) {
    return new MessageClientConfig(messages, ClientSecurity.PLAIN, USUAL_TIMEOUT);
  }

  /**
   * The same with other protection.
   *
   * @param kind how the connection is protected
   * @return the settings
   */
  public MessageClientConfig security(ClientSecurity kind) {
    return new MessageClientConfig(messages, kind, handshakeTimeout);
  }

  /**
   * The same with other patience.
   *
   * @param timeout after how long without being accepted it ends, above zero
   * @return the settings
   * @throws IllegalArgumentException if it is not
   */
  public MessageClientConfig handshakeTimeout(Duration timeout) {
    return new MessageClientConfig(messages, security, timeout);
  }
}
