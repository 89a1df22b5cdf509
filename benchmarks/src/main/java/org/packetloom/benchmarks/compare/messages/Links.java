// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.time.Duration;
import org.packetloom.message.LinkConditions;

/** The links that scenarios are run over. */
final class Links {
  private Links() {}

  /** A link without limit. */
  static LinkConditions delayed(int delayMillis, int jitterMillis, Setting setting) {
    return lossy(setting)
        .delay(Duration.ofMillis(delayMillis))
        .jitter(Duration.ofMillis(jitterMillis))
        .build();
  }

  /** A link that carries so much, and keeps so much waiting before it. */
  static LinkConditions limited(int delayMillis, long megabits, long queueBytes, Setting setting) {
    return lossy(setting)
        .delay(Duration.ofMillis(delayMillis))
        .rate(megabits * 1_000_000 / 8)
        .queue(queueBytes)
        .build();
  }

  private static LinkConditions.Builder lossy(Setting setting) {
    return LinkConditions.builder().loss(setting.loss()).lossBurst(setting.burst());
  }

  /** The same link on a good day. */
  static LinkConditions withoutLoss(LinkConditions link) {
    return link.toBuilder().loss(0).lossBurst(1).build();
  }
}
