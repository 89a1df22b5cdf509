// SPDX-License-Identifier: Apache-2.0
/**
 * What a reactor is good for, in small: an echo without threads, a loop that ticks, and a pool that
 * grows and shrinks.
 */
package org.packetloom.examples.event;
