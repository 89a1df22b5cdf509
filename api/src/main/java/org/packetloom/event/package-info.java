// SPDX-License-Identifier: Apache-2.0
/** Events: what happens is told to handlers. Incubating: it may change in any release. */
@NullMarked
package org.packetloom.event;

import org.jspecify.annotations.NullMarked;
