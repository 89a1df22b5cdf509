// SPDX-License-Identifier: Apache-2.0
/**
 * The message layer: channels of messages over datagrams, and simulated links to try them on.
 *
 * <p>A {@link org.packetloom.message.LinkSimulator} loses, delays, repeats and damages datagrams in
 * virtual time, the same way each time; {@link org.packetloom.message.SimulatedDatagrams} put one
 * in front of a real connector. <em>Incubating: this package may change in any release.</em>
 */
@NullMarked
package org.packetloom.message;

import org.jspecify.annotations.NullMarked;
