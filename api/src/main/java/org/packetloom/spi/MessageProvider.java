// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;

/** Makes what the package {@code org.packetloom.message} promises; for that package alone. */
public interface MessageProvider {
  /**
   * Makes one side of a connection.
   *
   * @param config channels and limits
   * @param nowNanos the time
   * @return the endpoint
   */
  MessageEndpoint endpoint(MessageConfig config, long nowNanos);
}
