// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import org.packetloom.message.ConnectionStats;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;

/** Figures of a connection over which nothing went. */
final class Stats {
  static final ConnectionStats NONE = MessageEndpoint.of(MessageConfig.DEFAULT, 0).stats(0);

  private Stats() {}
}
