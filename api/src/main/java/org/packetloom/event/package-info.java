// SPDX-License-Identifier: Apache-2.0
/**
 * Events beside blocking calls: readiness, timers, user events, signals, writes that never wait.
 *
 * <p>A {@link org.packetloom.event.Reactor} has handlers called when connectors become ready, when
 * times come, and when events of the user's own are fired; a {@link
 * org.packetloom.event.DataServer} upon it serves connections without a thread for each. It is for
 * the few places where threads had better not wait: loops of games, ported code, very many idle
 * connections. <em>Incubating: this package may change in any release.</em>
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.event.DataHandler}, which is given what peers send, and {@link
 *       org.packetloom.event.DataServer}, which calls it.
 *   <li>{@link org.packetloom.event.Reactor}, for readiness, timers and events.
 *   <li>{@link org.packetloom.event.WriteQueue}, for writes that nobody waits for.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.event"}
 */
@NullMarked
package org.packetloom.event;

import org.jspecify.annotations.NullMarked;
