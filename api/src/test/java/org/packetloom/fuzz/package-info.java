// SPDX-License-Identifier: Apache-2.0
/**
 * What any bytes have to go through without harm: targets for a fuzzer, which {@code mvn -Pfuzz
 * test} runs for a minute each, and for the inputs that one found, which every build replays.
 */
package org.packetloom.fuzz;
