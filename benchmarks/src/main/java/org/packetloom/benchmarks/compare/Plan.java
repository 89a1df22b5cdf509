// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;

/**
 * What to run.
 *
 * @param workload the kind of work
 * @param contestants who does it
 * @param connections each number of connections is a table of its own
 * @param sizes so is each size of a message
 * @param rounds how often all contestants take their turn
 */
record Plan(
    Workload workload,
    List<Contestant> contestants,
    List<Integer> connections,
    List<Integer> sizes,
    int rounds) {}
