// SPDX-License-Identifier: Apache-2.0
/**
 * Events beside blocking calls: readiness, timers, user events, signals, writes that never wait.
 *
 * <p>A {@link org.packetloom.event.Reactor} has handlers called when connectors become ready, when
 * times come, and when events of the user's own are fired; a {@link
 * org.packetloom.event.DataServer} upon it serves connections without a thread for each.
 * <em>Incubating: this package may change in any release.</em>
 */
@NullMarked
package org.packetloom.event;

import org.jspecify.annotations.NullMarked;
