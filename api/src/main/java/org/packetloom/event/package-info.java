// SPDX-License-Identifier: Apache-2.0
/**
 * Events beside blocking calls: readiness, timers, user events, signals, writes that never wait.
 *
 * <p><em>Incubating: this package may change in any release.</em>
 */
@NullMarked
package org.packetloom.event;

import org.jspecify.annotations.NullMarked;
