// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to run.
 *
 * @param workload the kind of work
 * @param contestants who does it
 * @param connections each number of connections is a table of its own
 * @param sizes so is each size of a message
 * @param rounds how often all contestants take their turn
 * @param starts how many servers of each contestant take turns
 */
record Plan(
    Workload workload,
    List<Contestant> contestants,
    List<Integer> connections,
    List<Integer> sizes,
    int rounds,
    int starts) {
  /** Those who are compared with each other, and so are up at a time. */
  List<List<Contestant>> groups() {
    if (workload.comparesVariants()) {
      return List.of(contestants);
    }
    return List.copyOf(
        contestants.stream()
            .collect(
                Collectors.groupingBy(Contestant::variant, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** How many servers that need a Java virtual machine are up at a time. */
  long mostServersInJava() {
    return groups().stream().mapToLong(Plan::inJava).max().orElse(0) * starts;
  }

  private static long inJava(List<Contestant> group) {
    return group.stream().filter(one -> !Peers.isCompiledBefore(one.peer())).count();
  }
}
