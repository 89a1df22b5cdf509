// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of the contracts: each engine with each poller at each place, a class each, so that
 * reports name all three.
 */
package org.packetloom.runtime.contract;
