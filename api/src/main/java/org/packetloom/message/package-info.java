// SPDX-License-Identifier: Apache-2.0
/**
 * Messages over datagrams: channels, acknowledgements, fragments, pacing.
 *
 * <p>A {@link org.packetloom.message.MessageEndpoint} is the state machine of one connection: no
 * socket, no thread, no clock of its own; it works with no {@link org.packetloom.Packetloom} open.
 * A {@link org.packetloom.message.LinkSimulator} loses, delays, repeats and damages datagrams in
 * virtual time, the same way each time; {@link org.packetloom.message.SimulatedDatagrams} put one
 * in front of a real connector. <em>Incubating: this package may change in any release.</em>
 */
@NullMarked
package org.packetloom.message;

import org.jspecify.annotations.NullMarked;
