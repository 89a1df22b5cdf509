// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/** A kind of work that contestants do. A new one is a class, and a row in {@link Workloads}. */
interface Workload {
  String name();

  /** One sentence for the help. */
  String summary();

  /** Who takes part unless asked otherwise. */
  List<String> peers();

  /** Who else can. */
  default List<String> otherPeers() {
    return Peers.OURS;
  }

  /** The ways in which a peer takes part; one empty word if there is one way. */
  default List<String> variants(String peer) {
    return List.of("");
  }

  /** How many connections unless asked otherwise. */
  List<Integer> connections(boolean isQuick);

  /** How many bytes a message has unless asked otherwise. */
  default List<Integer> sizes(boolean isQuick) {
    return List.of(64);
  }

  /** Figures to make ratios of, the leading one first. */
  List<String> ratioFigures();

  /** Whether all processors serve, whatever was asked for. */
  default boolean isNeverPinned() {
    return false;
  }

  /** Whether every round has a server of its own anyway. */
  default boolean startsEachRound() {
    return false;
  }

  /** Whether ratios of unlike variants mean something. */
  default boolean comparesVariants() {
    return false;
  }

  /** What system calls are counted for. */
  default String syscallsFigure() {
    return "syscalls_per_round_trip";
  }

  /** How its figures were taken, in sentences. */
  List<String> notes();

  /** What is to be read from all rows together, in sentences. */
  default List<String> findings(List<Row> rows) {
    return List.of();
  }

  /** Brings a contestant up for messages of one size. */
  Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException;
}
