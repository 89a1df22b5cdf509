// SPDX-License-Identifier: Apache-2.0
/**
 * Messages over datagrams: channels, acknowledgements, fragments, pacing.
 *
 * <p>For games, simulations and telemetry. Channels are reliable or not, ordered or not, or deliver
 * the newest only, all over one socket, with encryption if wanted. Beneath is a state machine
 * without socket, thread or clock, which works with no {@link org.packetloom.Packetloom} open.
 * <em>Incubating: this package may change in any release.</em>
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.message.MessageServer} and {@link
 *       org.packetloom.message.MessageConnection}, in blocking style.
 *   <li>{@link org.packetloom.message.MessageConfig}, which says what the channels promise: see
 *       {@link org.packetloom.message.Delivery}.
 *   <li>{@link org.packetloom.message.MessageEndpoint}, the state machine, for who owns a loop.
 * </ul>
 *
 * {@snippet
 *  file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.message"}
 *
 * <p>A {@link org.packetloom.message.LinkSimulator} loses, delays, repeats and damages datagrams in
 * virtual time, the same way each time; {@link org.packetloom.message.SimulatedDatagrams} put one
 * in front of a real connector.
 */
@NullMarked
package org.packetloom.message;

import org.jspecify.annotations.NullMarked;
