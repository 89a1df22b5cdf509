// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;
import java.util.Map;

/**
 * What a contestant did under some conditions, over all rounds of all its starts.
 *
 * @param contestant who
 * @param conditions under which
 * @param pinned whether the server kept to one processor
 * @param rounds how many each start had
 * @param starts how often its server was started, and how far the starts lie apart
 * @param figures by name
 * @param syscalls for each thing done
 * @param errors attempts that failed, in all rounds
 * @param notes what a reader must know
 */
record Row(
    Contestant contestant,
    Case conditions,
    boolean pinned,
    int rounds,
    Starts starts,
    Map<String, Spread> figures,
    Syscalls syscalls,
    long errors,
    List<String> notes) {
  /** For a line of a chart. */
  String label() {
    return contestant + conditions.setting().map(setting -> ", " + setting.lossText()).orElse("");
  }
}
