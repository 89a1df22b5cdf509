// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * A contestant that does not take part.
 *
 * @param contestant which
 * @param reason why
 */
record Missing(Contestant contestant, String reason) {}
