// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.List;

/** Something that message layers do. */
public interface Scenario {
  /** One word, as in {@code --scenario}. */
  String name();

  /** One sentence for the help. */
  String summary();

  /** How its figures were taken, in a sentence or two. */
  String note();

  /** Its usual conditions. */
  List<Setting> settings(boolean isQuick);

  /** Figures to make ratios of, the leading one first. */
  List<String> ratioFigures();

  /** Whether the same seed gives the same figures, on any machine. */
  default boolean isExact() {
    return true;
  }

  /**
   * One run.
   *
   * @param peer who
   * @param setting under which conditions, one of {@link #settings} or like them
   * @param seed of the link
   */
  Outcome run(PeerKind peer, Setting setting, long seed);
}
