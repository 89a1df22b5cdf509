// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;

/** The rate control of each policy. */
final class RateControls {
  private RateControls() {}

  static RateControl of(MessageConfig config, long now) {
    RatePolicy policy = config.rate();
    return switch (policy.kind()) {
      case FIXED -> new SteadyRate(policy.max());
      case UNLIMITED -> new SteadyRate(Long.MAX_VALUE);
      case ADAPTIVE ->
          new RateFromStart(
              new AdaptiveRate(policy.min(), policy.max(), config.maxDatagramSize()), now);
    };
  }
}
