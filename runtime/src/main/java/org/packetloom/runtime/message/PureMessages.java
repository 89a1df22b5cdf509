// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.spi.MessageProvider;

/** Makes the state machines of the message layer. */
public final class PureMessages implements MessageProvider {
  /** Makes the provider. */
  public PureMessages() {}

  @Override
  public MessageEndpoint endpoint(MessageConfig config, long nowNanos) {
    return Endpoint.bare(config, nowNanos, 0);
  }
}
