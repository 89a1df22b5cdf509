// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
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

  /** The first case of each table. */
  List<Case> tables() {
    List<Case> firsts = new ArrayList<>();
    for (Case conditions : cases()) {
      if (firsts.stream().noneMatch(conditions::isLike)) {
        firsts.add(conditions);
      }
    }
    return firsts;
  }

  /** The rows of a table, those of one case together. */
  List<Row> rows(Case table) {
    return cases().stream()
        .filter(table::isLike)
        .flatMap(each -> rows.stream().filter(row -> row.conditions().equals(each)))
        .toList();
  }

  /** The figures of any row, in their order. */
  List<String> figures() {
    return figures(rows);
  }

  static List<String> figures(List<Row> rows) {
    return rows.stream().flatMap(row -> row.figures().keySet().stream()).distinct().toList();
  }

  /**
   * The figure that matters most in a table: the first one that was compared, else the first one.
   */
  Optional<String> leadingFigure(Case table) {
    return ratios.stream()
        .filter(ratio -> table.isLike(ratio.conditions()))
        .map(Ratio::figure)
        .findFirst()
        .or(() -> figures(rows(table)).stream().findFirst());
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

  /** Whom others were compared with in a table. */
  List<Contestant> ours(Case table) {
    return ratios.stream()
        .filter(ratio -> table.isLike(ratio.conditions()))
        .map(Ratio::to)
        .distinct()
        .toList();
  }
}
