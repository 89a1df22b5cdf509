// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * Conditions that all contestants meet alike.
 *
 * @param connections how many at a time
 * @param size bytes of a message or block
 */
record Case(int connections, int size) {}
