// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * How much of a figure one contestant has for each unit that another has, round by round.
 *
 * @param figure which
 * @param of whose is divided
 * @param to by whose
 * @param conditions under which
 * @param value over the rounds
 */
record Ratio(String figure, Contestant of, Contestant to, Case conditions, Spread value) {}
