// SPDX-License-Identifier: Apache-2.0
/**
 * What authors of schemes and of applications test with.
 *
 * <p><b>Schemes.</b> An author writes one {@link org.packetloom.conformance.SchemeUnderTest}, and
 * one empty class for each suite that the scheme is to pass: {@link
 * org.packetloom.conformance.StreamConformance}, {@link
 * org.packetloom.conformance.ListenerConformance}, {@link
 * org.packetloom.conformance.DatagramConformance}. The tests themselves are in {@link
 * org.packetloom.suite}; the built-in schemes pass the same ones.
 *
 * <p><b>Applications.</b> {@link org.packetloom.conformance.Faults} make a connector late, cut its
 * bytes into pieces, stall it and reset it, the same way for the same seed; a {@link
 * org.packetloom.conformance.VirtualClock} lets a test move the time of waits, latencies and
 * stalls.
 *
 * <p>For tests: what is here may change with any version, as tests are added.
 */
@NullMarked
package org.packetloom.conformance;

import org.jspecify.annotations.NullMarked;
