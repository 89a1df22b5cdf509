// SPDX-License-Identifier: Apache-2.0
/**
 * Events beside blocking calls: readiness, timers, user events, signals. Incubating: may change.
 */
@NullMarked
package org.packetloom.event;

import org.jspecify.annotations.NullMarked;
