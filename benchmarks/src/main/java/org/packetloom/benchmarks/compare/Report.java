// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;
import java.util.Optional;

/**
 * All that a run found.
 *
 * @param workload its name
 * @param command as typed
 * @param machine where it ran
 * @param notes how figures were taken
 * @param rows what each did
 * @param ratios how they compare
 * @param missing who did not take part
 * @param syscallsFigure what the count of system calls is called
 */
record Report(
    String workload,
    String command,
    Machine machine,
    List<String> notes,
    List<Row> rows,
    List<Ratio> ratios,
    List<Missing> missing,
    String syscallsFigure) {
  /** The conditions there are rows for, in their order. */
  List<Case> cases() {
    return rows.stream().map(Row::conditions).distinct().toList();
  }

  List<Row> rows(Case conditions) {
    return rows.stream().filter(row -> row.conditions().equals(conditions)).toList();
  }

  /** The figures of any row, in their order. */
  List<String> figures() {
    return rows.stream().flatMap(row -> row.figures().keySet().stream()).distinct().toList();
  }

  /** The figure that matters most: the first one that was compared, else the first one. */
  Optional<String> leadingFigure() {
    return ratios.stream().map(Ratio::figure).findFirst().or(() -> figures().stream().findFirst());
  }

  Optional<Spread> ratio(String figure, Case conditions, Contestant of, Contestant to) {
    return ratios.stream()
        .filter(ratio -> ratio.figure().equals(figure) && ratio.conditions().equals(conditions))
        .filter(ratio -> ratio.of().equals(of) && ratio.to().equals(to))
        .map(Ratio::value)
        .findFirst();
  }

  /** Whether unlike variants were compared. */
  boolean comparesVariants() {
    return ratios.stream().anyMatch(ratio -> !ratio.of().variant().equals(ratio.to().variant()));
  }

  /** Whom others were compared with. */
  List<Contestant> ours() {
    return ratios.stream().map(Ratio::to).distinct().toList();
  }
}
